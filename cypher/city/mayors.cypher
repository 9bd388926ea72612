// Mayors of a city
//
// Who has been mayor of $city, oldest first, as far as sources say; undated terms last. A term without an end ends where the next
// one begins. A date is the first day that a source vouches for, so a mayor may have been in office before. Who follows
// counts under whatever licence; where all that states it is left out, the end that it makes is not told.
//
// @param  city        entity   = athens-gr  the city
// @param  at          at       = any        only who was mayor on that day; `any` for all, ended and undated terms too
// @param  deprecated  boolean  = false      facts of rank deprecated count too
// @param  without_licence  licence[]?  =            leave out what rests only on sources under these licences; `none` for those that state none
// @param  limit       integer  = 100        1..1000  the most rows
// @param  after       string?  =            the key to continue after
// @return mayor       node     the mayor
// @return since       date?    the first day the term counts; null where undated
// @return until       date?    the first day it no longer counts, by its own end or by the next term; null where no end is known
// @return certainty   string   dated (its beginning is known), as_of (only a day on which it held is known) or undated
// @return fact        fact     the term
// @return key         string   start, rank, ids
// @returns-graph
MATCH fact = (mayor)-[f:MAYOR_OF]->(city:Entity {id: $city})
USING INDEX SEEK city:Entity(id)
WHERE ($deprecated OR f.rank <> 'deprecated')
  AND ($without_licence IS NULL OR any(source IN f.sources WHERE NOT source IN $without_licence))
  AND ($at IS NULL OR (f.holds_from <= $at AND (f.holds_until IS NULL OR f.holds_until > $at)))
WITH mayor, f.holds_from AS since, CASE WHEN f.until IS NOT NULL OR $without_licence IS NULL OR EXISTS {
    MATCH (city)<-[next:MAYOR_OF {holds_from: f.holds_until}]-()
    WHERE any(source IN next.sources WHERE NOT source IN $without_licence)
  } THEN f.holds_until END AS until, f.certainty AS certainty, fact,
  coalesce(toString(f.holds_from), 'undated')
  + '\t' + CASE f.rank WHEN 'preferred' THEN '0' WHEN 'normal' THEN '1' ELSE '2' END
  + '\t' + mayor.id + '\t' + f.id AS key
WHERE $after IS NULL OR key > $after
RETURN mayor, since, until, certainty, fact, key
ORDER BY key
LIMIT $limit
