// Commitments, counted by what they can be filtered by
//
// How many of the commitments that commitment/list gives with the same filters have each value. Values that no source states are left out.
//
// @param  kind             string?     =        only commitments of this kind, such as SECAP
// @param  status           string?     =        only those that stood there when their source spoke, such as adopted
// @param  target_year      integer?    =        1800..2100  only those to be reached by this year
// @param  holder           entity?     =        only those that this one has bound itself to
// @param  topic            entity?     =        only those about this topic
// @param  at               at          = any    only holders of that day; `any` for all, ended and undated ones too
// @param  deprecated       boolean     = false  facts of rank deprecated count too
// @param  without_licence  licence[]?  =        leave out what rests only on sources under these licences; `none` for those that state none
// @param  limit            integer     = 100    1..1000  the most values
// @param  after            string?     =        the key to continue after
// @return facet  string   the filter, or `total`
// @return value  string   the value, as the filter takes it; empty for the total
// @return label  string   the value in words
// @return count  integer  how many commitments have it
// @return key    string   filter; count, descending; value
MATCH (commitment:Entity)
USING INDEX commitment:Entity(sort_key)
WHERE commitment.sort_key > 'Commitment\t' AND commitment.sort_key < 'Commitment\n'
  AND ($without_licence IS NULL OR any(source IN commitment.sources WHERE NOT source IN $without_licence))
  AND ($kind IS NULL OR commitment.kind = $kind)
  AND ($status IS NULL OR commitment.status = $status)
  AND ($target_year IS NULL OR commitment.target_year = $target_year)
  AND ($holder IS NULL OR EXISTS {
    MATCH (commitment)<-[f:COMMITTED_TO]-(:Entity {id: $holder})
    WHERE ($deprecated OR f.rank <> 'deprecated')
      AND ($without_licence IS NULL OR any(source IN f.sources WHERE NOT source IN $without_licence))
      AND ($at IS NULL OR (f.holds_from <= $at AND (f.holds_until IS NULL OR f.holds_until > $at)))
  })
  AND ($topic IS NULL OR EXISTS {
    MATCH (commitment)-[f:ABOUT]->(:Entity {id: $topic})
    WHERE ($deprecated OR f.rank <> 'deprecated')
      AND ($without_licence IS NULL OR any(source IN f.sources WHERE NOT source IN $without_licence))
  })
WITH collect({
  kind: commitment.kind, status: commitment.status, target_year: toString(commitment.target_year),
  topics: COLLECT {
    MATCH (commitment)-[f:ABOUT]->(topic)
    WHERE ($deprecated OR f.rank <> 'deprecated')
      AND ($without_licence IS NULL OR any(source IN f.sources WHERE NOT source IN $without_licence))
    RETURN DISTINCT [topic.id, topic.name]
  }
}) AS found
CALL (found) {
  RETURN 'total' AS facet, '' AS value, '' AS label, size(found) AS count
  UNION ALL
  UNWIND found AS one
  UNWIND [['kind', one.kind, one.kind], ['status', one.status, one.status], ['target_year', one.target_year, one.target_year]]
    + [topic IN one.topics | ['topic', topic[0], topic[1]]] AS pair
  WITH pair[0] AS facet, pair[1] AS value, pair[2] AS label
  WHERE value IS NOT NULL
  RETURN facet, value, label, count(*) AS count
}
WITH facet, value, label, count, facet + '\t' + right('000000000' + toString(999999999 - count), 9) + '\t' + value AS key
WHERE $after IS NULL OR key > $after
RETURN facet, value, label, count, key
ORDER BY key
LIMIT $limit
