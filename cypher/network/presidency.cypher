// Presidency of a network
//
// Which city presides over $network, and who was its mayor meanwhile. A term can span several mayors: one row for each.
// With `at=any` all terms in their order, undated ones last.
//
// @param  network     entity   = b40    the network
// @param  at          at       = today  only terms, and mayors in office, on that day; `any` for all
// @param  deprecated  boolean  = false  facts of rank deprecated count too
// @param  without_licence  licence[]?  =        leave out what rests only on sources under these licences; `none` for those that state none
// @param  limit       integer  = 100    1..1000  the most rows
// @param  after       string?  =        the key to continue after
// @return city        node    the city, or other body, that presides
// @return presidency  fact    its term
// @return mayor       node?   the mayor in office; null where no source here names one for that time
// @return office      fact?   the mayor's term
// @return key         string  start, ids
// @returns-graph
MATCH presidency = (city)-[term:PRESIDES]->(network:Entity {id: $network})
USING INDEX SEEK network:Entity(id)
WHERE ($deprecated OR term.rank <> 'deprecated')
  AND ($without_licence IS NULL OR any(source IN term.sources WHERE NOT source IN $without_licence))
  AND ($at IS NULL OR (term.holds_from <= $at AND (term.holds_until IS NULL OR term.holds_until > $at)))
// On a day: who was mayor that day. Otherwise: whoever was it on a day of the term.
OPTIONAL MATCH office = (mayor)-[held:MAYOR_OF]->(city)
WHERE ($deprecated OR held.rank <> 'deprecated')
  AND ($without_licence IS NULL OR any(source IN held.sources WHERE NOT source IN $without_licence))
  AND CASE
    WHEN $at IS NULL
      THEN (term.holds_until IS NULL OR held.holds_from < term.holds_until) AND (held.holds_until IS NULL OR held.holds_until > term.holds_from)
    ELSE held.holds_from <= $at AND (held.holds_until IS NULL OR held.holds_until > $at)
  END
  AND held.holds_from IS NOT NULL AND term.holds_from IS NOT NULL
WITH city, presidency, mayor, office, term, held,
  CASE term.rank WHEN 'preferred' THEN '0' WHEN 'normal' THEN '1' ELSE '2' END AS rank,
  coalesce(toString(term.holds_from), 'undated') AS start,
  CASE held.rank WHEN 'preferred' THEN '0' WHEN 'normal' THEN '1' ELSE '2' END AS held_rank,
  coalesce(toString(held.holds_from), '') AS held_start
// Terms on one day disagree, so the preferred one comes first; terms of all times are told in their order.
WITH city, presidency, mayor, office,
  CASE WHEN $at IS NULL THEN start + '\t' + rank ELSE rank + '\t' + start END + '\t' + term.id + '\t'
  + CASE WHEN $at IS NULL THEN held_start + '\t' + held_rank ELSE held_rank + '\t' + held_start END
  + '\t' + coalesce(held.id, '') AS key
WHERE $after IS NULL OR key > $after
RETURN city, presidency, mayor, office, key
ORDER BY key
LIMIT $limit
