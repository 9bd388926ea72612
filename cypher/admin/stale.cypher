// Facts that may have ended unnoticed
//
// Facts without an end whose newest source is older than $years, oldest first. A source is as old as the last day of the period that
// it says it was published in. Of sources that do not say when, nothing can be told: a fact that rests on such ones alone is left
// out unless asked for, and one that rests on others too is as old as these. What only begins after the day is left out.
//
// @param  years       integer      = 3      1..50  how old, on the day $at
// @param  at          at           = today  the day to count back from; `any` is today
// @param  relations   relation[]   = affiliation,TAKES_PART_IN,PARTY_TO,office,commitment  fact types or classes: what holds until something ends it
// @param  unknown     boolean      = false  list facts too none of whose sources says when it was published, last
// @param  deprecated  boolean      = false  facts of rank deprecated count too
// @param  without_licence  licence[]?  =    leave out what rests only on sources under these licences, and do not count these sources; `none` for those that state none
// @param  limit       integer      = 100    1..1000  the most facts
// @param  after       string?      =        the key to continue after
// @return fact        fact     the fact
// @return newest      date?    the last day of the period in which the newest of its sources was published; null where none says
// @return source      node?    that source
// @return key         string   that day, type, ids
// @returns-graph
// @scan Every fact may have aged: whether one has ended and what it rests on is written on the fact alone.
// @slow 660 ms, 1200 ms at p95, with years=1 (nearly every fact): what each of 44,000 facts rests on is compared and ordered.
WITH coalesce($at, date()) AS day
CALL () {
  MATCH (source:Entity)
  USING INDEX source:Entity(sort_key)
  WHERE source.sort_key > 'Source\t' AND source.sort_key < 'Source\n' AND source.published IS NOT NULL
    AND ($without_licence IS NULL OR NOT source.id IN $without_licence)
  WITH source, CASE source.published_precision
      WHEN 'year' THEN source.published + duration({years: 1}) - duration({days: 1})
      WHEN 'month' THEN source.published + duration({months: 1}) - duration({days: 1})
      ELSE source.published
    END AS published
  ORDER BY published DESC, source.id
  RETURN collect([published, source.id]) AS dated
}
WITH day, [one IN dated WHERE one[0] + duration({years: $years}) >= day | one[1]] AS fresh,
  [one IN dated WHERE one[0] + duration({years: $years}) < day] AS old
MATCH ()-[f]->()
WHERE type(f) IN $relations AND f.until IS NULL AND f.holds_until IS NULL AND none(id IN f.sources WHERE id IN fresh)
  AND ($deprecated OR f.rank <> 'deprecated')
  AND ($without_licence IS NULL OR any(source IN f.sources WHERE NOT source IN $without_licence))
  AND (f.holds_from IS NULL OR f.holds_from <= day)
WITH f, head([one IN old WHERE one[1] IN f.sources]) AS newest
WHERE newest IS NOT NULL OR $unknown
// A key for each of very many facts takes too long, so the page is first cut where its keys begin alike. What a page needs is within:
// no two nodes are joined by a hundred facts of one type.
WITH f, newest, coalesce(toString(newest[0]), 'unknown') AS day, type(f) AS type, startNode(f).id AS start, endNode(f).id AS end
WHERE $after IS NULL OR day + '\t' + type + '\t' + start + '\t' + end + '\t~' > $after
ORDER BY day, type, start, end
LIMIT $limit + 200
WITH f, newest, day + '\t' + type + '\t' + start + '\t' + end + '\t' + f.id AS key
WHERE $after IS NULL OR key > $after
MATCH fact = ()-[f]->()
OPTIONAL MATCH (source:Entity {id: newest[1]})
RETURN fact, newest[0] AS newest, source, key
ORDER BY key
LIMIT $limit
