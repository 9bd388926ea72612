// People
//
// The people whom sources name in a public role, by name, each with the latest of the offices that meet the filters. A filter on
// offices lists only who holds one of that kind, in that place, on the day $at. person/offices has all offices of a person.
//
// @param  office       relation?  =         MAYOR_OF|DEPUTY_MAYOR_OF|HOLDS_OFFICE_IN  only who holds this sort of office; HOLDS_OFFICE_IN is any other than mayor or deputy
// @param  held_in      entity?    =         only who holds an office in this city, network or organisation itself
// @param  city         entity?    =         only who holds an office in this city
// @param  country      country?   =         only who holds an office in a city of this country
// @param  at           at         = today   only offices held on that day; `any` for all, ended and undated ones too
// @param  deprecated   boolean    = false   offices of rank deprecated count too
// @param  sort         string     = name    name|-name  what orders the rows; - turns it round
// @param  without_licence  licence[]?  =            leave out what rests only on sources under these licences; `none` for those that state none
// @param  limit        integer    = 100     1..1000  the most rows
// @param  after        string?    =         the key to continue after
// @return person       node       the person
// @return office       string?    the latest of these offices, in English; null where none is known for that day
// @return held_in      node?      the city, network or organisation
// @return since        date?      the first day the term counts; null where undated
// @return until        date?      the first day it no longer counts; null where no end is known
// @return fact         fact?      the term
// @return key          string     name, id
WITH {` `: 'z', `0`: 'y', `1`: 'x', `2`: 'w', `3`: 'v', `4`: 'u', `5`: 't', `6`: 's', `7`: 'r', `8`: 'q', `9`: 'p', a: 'o', b: 'n', c: 'm',
  d: 'l', e: 'k', f: 'j', g: 'i', h: 'h', i: 'g', j: 'f', k: 'e', l: 'd', m: 'c', n: 'b', o: 'a', p: '9', q: '8', r: '7', s: '6', t: '5',
  u: '4', v: '3', w: '2', x: '1', y: '0', z: ' '} AS opposite
// For the order turned round each letter becomes its opposite, and what is longer comes before what it begins with.
CALL (opposite) {
  // In the order of names a page is a stretch of the index. For any other order all are read; the range of the other branch is empty.
  MATCH (person:Entity)
  USING INDEX person:Entity(sort_key)
  WHERE person.sort_key > CASE WHEN $after > 'Person\t' THEN $after ELSE 'Person\t' END AND person.sort_key < CASE $sort WHEN 'name' THEN 'Person\n' ELSE '' END
    AND ($without_licence IS NULL OR any(source IN person.sources WHERE NOT source IN $without_licence))
    AND (($office IS NULL AND $held_in IS NULL AND $city IS NULL AND $country IS NULL) OR EXISTS {
      (person)-[f:MAYOR_OF|DEPUTY_MAYOR_OF|HOLDS_OFFICE_IN]->(place)
      WHERE ($office IS NULL OR type(f) = $office) AND ($city IS NULL OR (place:City AND place.id = $city)) AND ($held_in IS NULL OR place.id = $held_in)
        AND ($country IS NULL OR (place:City AND place.country = $country)) AND ($deprecated OR f.rank <> 'deprecated')
        AND ($without_licence IS NULL OR any(source IN f.sources WHERE NOT source IN $without_licence))
        AND ($at IS NULL OR (f.holds_from <= $at AND (f.holds_until IS NULL OR f.holds_until > $at)))
    })
  RETURN person, person.sort_key AS key ORDER BY person.sort_key LIMIT $limit
  UNION ALL
  MATCH (person:Entity)
  USING INDEX person:Entity(sort_key)
  WHERE person.sort_key > 'Person\t' AND person.sort_key < CASE $sort WHEN 'name' THEN '' ELSE 'Person\n' END
    AND ($without_licence IS NULL OR any(source IN person.sources WHERE NOT source IN $without_licence))
    AND (($office IS NULL AND $held_in IS NULL AND $city IS NULL AND $country IS NULL) OR EXISTS {
      (person)-[f:MAYOR_OF|DEPUTY_MAYOR_OF|HOLDS_OFFICE_IN]->(place)
      WHERE ($office IS NULL OR type(f) = $office) AND ($city IS NULL OR (place:City AND place.id = $city)) AND ($held_in IS NULL OR place.id = $held_in)
        AND ($country IS NULL OR (place:City AND place.country = $country)) AND ($deprecated OR f.rank <> 'deprecated')
        AND ($without_licence IS NULL OR any(source IN f.sources WHERE NOT source IN $without_licence))
        AND ($at IS NULL OR (f.holds_from <= $at AND (f.holds_until IS NULL OR f.holds_until > $at)))
    })
  RETURN person, reduce(text = '', letter IN split(person.search_names[0], '') | text + opposite[letter]) + '~\t' + person.sort_key AS key
}
WITH person, key
WHERE $after IS NULL OR key > $after
WITH person, key ORDER BY key LIMIT $limit
WITH person, key, head(COLLECT {
  MATCH fact = (person)-[f:MAYOR_OF|DEPUTY_MAYOR_OF|HOLDS_OFFICE_IN]->(place)
  WHERE ($office IS NULL OR type(f) = $office) AND ($city IS NULL OR (place:City AND place.id = $city)) AND ($held_in IS NULL OR place.id = $held_in)
    AND ($country IS NULL OR (place:City AND place.country = $country)) AND ($deprecated OR f.rank <> 'deprecated')
    AND ($without_licence IS NULL OR any(source IN f.sources WHERE NOT source IN $without_licence))
    AND ($at IS NULL OR (f.holds_from <= $at AND (f.holds_until IS NULL OR f.holds_until > $at)))
  RETURN fact
  ORDER BY coalesce(f.holds_from, date('0001-01-01')) DESC, CASE f.rank WHEN 'preferred' THEN 0 WHEN 'normal' THEN 1 ELSE 2 END, f.id
  LIMIT 1
}) AS fact
WITH person, key, fact, relationships(fact)[0] AS f
RETURN person, CASE type(f) WHEN 'MAYOR_OF' THEN 'mayor' WHEN 'DEPUTY_MAYOR_OF' THEN 'deputy mayor' ELSE f.office END AS office,
  nodes(fact)[1] AS held_in, f.holds_from AS since, CASE WHEN f.until IS NOT NULL OR $without_licence IS NULL OR EXISTS {
    MATCH (place)<-[next:MAYOR_OF {holds_from: f.holds_until}]-()
    WHERE place = endNode(f) AND any(source IN next.sources WHERE NOT source IN $without_licence)
  } THEN f.holds_until END AS until, fact, key
ORDER BY key
LIMIT $limit
