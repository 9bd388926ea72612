// Partnerships and twin towns of a city
//
// The agreements that $city is a party to, with the other parties, by name; twin towns are those of the kind `twinning`. Behind
// them, marked, agreements that came of an event that it hosted: whether it is a party to them is not said.
//
// Most agreements carry no dates, so that ended and undated ones are listed unless a day is given.
//
// @param  city           entity   = istanbul-tr  the city
// @param  kind           string?  =              only agreements of this kind: twinning, memorandum, declaration, cooperation agreement …
// @param  hosted         boolean  = true         list agreements that came of events that it hosted too
// @param  at             at       = any          only agreements and parties of that day; `any` for all, ended and undated ones too
// @param  deprecated     boolean  = false        facts of rank deprecated count too
// @param  without_licence  licence[]?  =            leave out what rests only on sources under these licences; `none` for those that state none
// @param  limit          integer  = 100          1..1000  the most rows
// @param  after          string?  =              the key to continue after
// @return partnership    node     the agreement
// @return kind           string?  what sort of agreement it is
// @return part           string   party, or host (of the event that it came of)
// @return role           string?  the city's role in it, in the source's own word
// @return ended          boolean  whether the agreement, or the city's part in it, is over (on $at, else today)
// @return other_parties  node[]   the other parties, by name
// @return other_facts    fact[]   what makes them parties
// @return route          path     from the city to the agreement
// @return key            string   party or host, name, rank, ids
// @returns-graph
CALL () {
  MATCH route = (city:Entity {id: $city})-[f:PARTY_TO]->(partnership)
  USING INDEX SEEK city:Entity(id)
  WHERE city:City
  RETURN partnership, 'party' AS part, f.role AS role, route, [f] AS facts
  UNION ALL
  MATCH route = (city:Entity {id: $city})-[f:HOSTED]->(event)-[g:RESULTED_IN]->(partnership:Partnership)
  USING INDEX SEEK city:Entity(id)
  WHERE city:City AND $hosted
  RETURN partnership, 'host' AS part, null AS role, route, [f, g] AS facts
}
// An end that is known to the year or month lasts until its last day is over.
WITH partnership, part, role, route, facts, coalesce($at, date()) AS day,
  partnership.until + CASE partnership.until_precision WHEN 'year' THEN duration({years: 1})
    WHEN 'month' THEN duration({months: 1}) ELSE duration({days: 0}) END AS over
WHERE ($kind IS NULL OR partnership.kind = $kind)
  AND all(f IN facts WHERE ($deprecated OR f.rank <> 'deprecated')
    AND ($without_licence IS NULL OR any(source IN f.sources WHERE NOT source IN $without_licence))
    AND ($at IS NULL OR (f.holds_from <= $at AND (f.holds_until IS NULL OR f.holds_until > $at))))
  AND ($at IS NULL OR (coalesce(partnership.since <= $at, true) AND coalesce(over > $at, true)))
WITH partnership, part, role, route, coalesce(over <= day, false) OR (part = 'party' AND coalesce(facts[0].holds_until <= day, false)) AS ended,
  CASE part WHEN 'party' THEN '0' ELSE '1' END + '\t' + partnership.search_names[0] + '\t' + partnership.id
  + '\t' + CASE facts[0].rank WHEN 'preferred' THEN '0' WHEN 'normal' THEN '1' ELSE '2' END
  + reduce(ids = '', f IN facts | ids + '\t' + f.id) AS key
WHERE $after IS NULL OR key > $after
WITH partnership, part, role, route, ended, key ORDER BY key LIMIT $limit
WITH partnership, part, role, route, ended, key, COLLECT {
  MATCH other_fact = (other)-[p:PARTY_TO]->(partnership)
  WHERE other.id <> $city AND ($deprecated OR p.rank <> 'deprecated')
    AND ($without_licence IS NULL OR any(source IN p.sources WHERE NOT source IN $without_licence))
    AND ($at IS NULL OR (p.holds_from <= $at AND (p.holds_until IS NULL OR p.holds_until > $at)))
  RETURN other_fact ORDER BY other.search_names[0], other.id, p.id
} AS other_facts
WITH partnership, partnership.kind AS kind, part, role, ended,
  reduce(found = [], f IN other_facts | found + CASE WHEN nodes(f)[0] IN found THEN [] ELSE [nodes(f)[0]] END) AS other_parties,
  other_facts, route, key
RETURN partnership, kind, part, role, ended, other_parties, other_facts, route, key
ORDER BY key
LIMIT $limit
