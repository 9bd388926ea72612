// Topics, counted by what they can be filtered by
//
// How many of the topics that topic/list gives with the same filter have something of each type that is about them.
//
// @param  about            entity_type?  =        Event|Project|WorkingGroup|Partnership|Commitment  only topics that something of this type is about
// @param  deprecated       boolean       = false  facts of rank deprecated count too
// @param  without_licence  licence[]?    =        leave out what rests only on sources under these licences; `none` for those that state none
// @param  limit            integer       = 100    1..1000  the most values
// @param  after            string?       =        the key to continue after
// @return facet  string   the filter, or `total`
// @return value  string   the value, as the filter takes it; empty for the total
// @return label  string   the value in words
// @return count  integer  how many topics have it
// @return key    string   filter; count, descending; value
MATCH (topic:Entity)
USING INDEX topic:Entity(sort_key)
WHERE topic.sort_key > 'Topic\t' AND topic.sort_key < 'Topic\n'
  AND ($without_licence IS NULL OR any(source IN topic.sources WHERE NOT source IN $without_licence))
  AND ($about IS NULL OR EXISTS {
    MATCH (topic)<-[f:ABOUT]-(subject)
    WHERE $about IN labels(subject) AND ($deprecated OR f.rank <> 'deprecated')
      AND ($without_licence IS NULL OR any(source IN f.sources WHERE NOT source IN $without_licence))
  })
WITH collect(COLLECT {
    MATCH (topic)<-[f:ABOUT]-(subject)
    WHERE ($deprecated OR f.rank <> 'deprecated')
      AND ($without_licence IS NULL OR any(source IN f.sources WHERE NOT source IN $without_licence))
    RETURN DISTINCT head([label IN labels(subject) WHERE label <> 'Entity'])
  }) AS found
CALL (found) {
  RETURN 'total' AS facet, '' AS value, '' AS label, size(found) AS count
  UNION ALL
  UNWIND found AS one
  UNWIND [label IN one | ['about', label, label]] AS pair
  WITH pair[0] AS facet, pair[1] AS value, pair[2] AS label
  WHERE value IS NOT NULL
  RETURN facet, value, label, count(*) AS count
}
WITH facet, value, label, count, facet + '\t' + right('000000000' + toString(999999999 - count), 9) + '\t' + value AS key
WHERE $after IS NULL OR key > $after
RETURN facet, value, label, count, key
ORDER BY key
LIMIT $limit
