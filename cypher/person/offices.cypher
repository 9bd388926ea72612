// Offices of a person
//
// The public offices that sources name $person in, oldest first, undated ones last.
//
// @param  person      entity   = haris-doukas  the person
// @param  at          at       = any           only offices held on that day; `any` for all, ended and undated ones too
// @param  deprecated  boolean  = false         facts of rank deprecated count too
// @param  without_licence  licence[]?  =               leave out what rests only on sources under these licences; `none` for those that state none
// @param  limit       integer  = 100           1..1000  the most offices
// @param  after       string?  =               the key to continue after
// @return office      string  the office, in English
// @return held_in     node    the city, network or organisation
// @return fact        fact    the term
// @return key         string  start, rank, ids
// @returns-graph
MATCH fact = (person:Entity {id: $person})-[f:MAYOR_OF|DEPUTY_MAYOR_OF|HOLDS_OFFICE_IN]->(held_in)
USING INDEX SEEK person:Entity(id)
WHERE ($deprecated OR f.rank <> 'deprecated')
  AND ($without_licence IS NULL OR any(source IN f.sources WHERE NOT source IN $without_licence))
  AND ($at IS NULL OR (f.holds_from <= $at AND (f.holds_until IS NULL OR f.holds_until > $at)))
WITH CASE type(f) WHEN 'MAYOR_OF' THEN 'mayor' WHEN 'DEPUTY_MAYOR_OF' THEN 'deputy mayor' ELSE f.office END AS office,
  held_in, fact,
  coalesce(toString(f.holds_from), 'undated')
  + '\t' + CASE f.rank WHEN 'preferred' THEN '0' WHEN 'normal' THEN '1' ELSE '2' END
  + '\t' + held_in.id + '\t' + f.id AS key
WHERE $after IS NULL OR key > $after
RETURN office, held_in, fact, key
ORDER BY key
LIMIT $limit
