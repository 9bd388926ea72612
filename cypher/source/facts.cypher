// Facts that rest on a source
//
// Every fact that cites $source, by type, then by the type and name of its two sides; ended and undated ones too.
//
// @param  source      entity      = founding-notes  the source
// @param  relations   relation[]? =                 only facts of these types or classes
// @param  deprecated  boolean     = false           facts of rank deprecated count too
// @param  without_licence  licence[]?  =                 leave out what rests only on sources under these licences; `none` for those that state none
// @param  limit       integer     = 100             1..1000  the most facts
// @param  after       string?     =                 the key to continue after
// @return fact        fact    the fact
// @return key         string  type, type and name of either side, rank, start, ids
// @returns-graph
// @scan Sources are a list on each fact, and Neo4j has no index into lists.
MATCH (subject)-[f]->(object)
WHERE $source IN f.sources
  AND ($relations IS NULL OR type(f) IN $relations)
  AND ($deprecated OR f.rank <> 'deprecated')
  AND ($without_licence IS NULL OR any(source IN f.sources WHERE NOT source IN $without_licence))
// A key for each of very many facts takes too long, so the page is first cut where its keys begin alike. What a page needs is within:
// no two nodes are joined by a hundred facts of one type.
WITH f, type(f) AS type, subject.sort_key AS start, object.sort_key AS end
WHERE $after IS NULL OR type + '\t' + start + '\t' + end + '\t~' > $after
ORDER BY type, start, end
LIMIT $limit + 200
WITH f, type + '\t' + start + '\t' + end
  + '\t' + CASE f.rank WHEN 'preferred' THEN '0' WHEN 'normal' THEN '1' ELSE '2' END
  + '\t' + coalesce(toString(f.holds_from), 'undated') + '\t' + f.id AS key
WHERE $after IS NULL OR key > $after
MATCH fact = ()-[f]->()
RETURN fact, key
ORDER BY key
LIMIT $limit
