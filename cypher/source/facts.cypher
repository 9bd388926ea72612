// Facts that rest on a source
//
// Every fact that cites $source, by type and by the names of its two sides; ended and undated ones too.
//
// @param  source      entity      = founding-notes  the source
// @param  relations   relation[]? =                 only facts of these types or classes
// @param  deprecated  boolean     = false           facts of rank deprecated count too
// @param  without_licence  licence[]?  =                 leave out what rests only on sources under these licences; `none` for those that state none
// @param  limit       integer     = 100             1..1000  the most facts
// @param  after       string?     =                 the key to continue after
// @return fact        fact    the fact
// @return key         string  type, names, ids
// @returns-graph
// @scan Sources are a list on each fact, and Neo4j has no index into lists.
MATCH fact = (subject)-[f]->(object)
WHERE $source IN f.sources
  AND ($relations IS NULL OR type(f) IN $relations)
  AND ($deprecated OR f.rank <> 'deprecated')
  AND ($without_licence IS NULL OR any(source IN f.sources WHERE NOT source IN $without_licence))
WITH fact,
  type(f) + '\t' + subject.search_names[0] + '\t' + subject.id + '\t' + object.search_names[0] + '\t' + object.id
  + '\t' + CASE f.rank WHEN 'preferred' THEN '0' WHEN 'normal' THEN '1' ELSE '2' END
  + '\t' + coalesce(toString(f.holds_from), 'undated') + '\t' + f.id AS key
WHERE $after IS NULL OR key > $after
RETURN fact, key
ORDER BY key
LIMIT $limit
