// People by office and country
//
// How many people meet the filters of person/list; and how many of them hold each sort of office, and an office in a city of each
// country, on the day $at. Someone with two offices counts for both. Offices that do not meet the filters count for nothing.
//
// @param  office       relation?  =         MAYOR_OF|DEPUTY_MAYOR_OF|HOLDS_OFFICE_IN  only who holds this sort of office; HOLDS_OFFICE_IN is any other than mayor or deputy
// @param  held_in      entity?    =         only who holds an office in this city, network or organisation itself
// @param  city         entity?    =         only who holds an office in this city
// @param  country      country?   =         only who holds an office in a city of this country
// @param  at           at         = today   only offices held on that day; `any` for all, ended and undated ones too
// @param  deprecated   boolean    = false   offices of rank deprecated count too
// @param  without_licence  licence[]?  =            leave out what rests only on sources under these licences; `none` for those that state none
// @param  limit        integer    = 100     1..1000  the most rows
// @param  after        string?    =         the key to continue after
// @return facet        string     total, office or country
// @return value        string     what to filter by; empty for the total
// @return label        string     what to show; empty for the total
// @return count        integer    how many people
// @return key          string     facet, count (most first), value
MATCH (person:Entity)
USING INDEX person:Entity(sort_key)
WHERE person.sort_key > 'Person\t' AND person.sort_key < 'Person\n'
  AND ($without_licence IS NULL OR any(source IN person.sources WHERE NOT source IN $without_licence))
OPTIONAL MATCH (person)-[f:MAYOR_OF|DEPUTY_MAYOR_OF|HOLDS_OFFICE_IN]->(place)
WHERE ($office IS NULL OR type(f) = $office) AND ($city IS NULL OR (place:City AND place.id = $city)) AND ($held_in IS NULL OR place.id = $held_in)
  AND ($country IS NULL OR (place:City AND place.country = $country)) AND ($deprecated OR f.rank <> 'deprecated')
  AND ($without_licence IS NULL OR any(source IN f.sources WHERE NOT source IN $without_licence))
  AND ($at IS NULL OR (f.holds_from <= $at AND (f.holds_until IS NULL OR f.holds_until > $at)))
WITH person, f, place
WHERE f IS NOT NULL OR ($office IS NULL AND $held_in IS NULL AND $city IS NULL AND $country IS NULL)
WITH person, type(f) AS office, CASE WHEN place:City THEN place.country END AS land
WITH person, collect(DISTINCT office) AS offices, collect(DISTINCT land) AS lands
WITH offices, lands, count(*) AS people
WITH collect({offices: offices, lands: lands, people: people}) AS groups
CALL (groups) {
  RETURN 'total' AS facet, '' AS value, '' AS label, reduce(sum = 0, one IN groups | sum + one.people) AS count
  UNION ALL
  UNWIND groups AS one
  UNWIND one.offices AS value
  WITH value, sum(one.people) AS count
  RETURN 'office' AS facet, value,
    CASE value WHEN 'MAYOR_OF' THEN 'mayor' WHEN 'DEPUTY_MAYOR_OF' THEN 'deputy mayor' ELSE 'another office' END AS label, count
  UNION ALL
  UNWIND groups AS one
  UNWIND one.lands AS value
  WITH value, sum(one.people) AS count
  OPTIONAL MATCH (land:Country {code: value})
  RETURN 'country' AS facet, value, coalesce(land.name, value) AS label, count
}
WITH facet, value, label, count, facet + '\t' + right('000000000' + toString(999999999 - count), 9) + '\t' + value AS key
WHERE $after IS NULL OR key > $after
RETURN facet, value, label, count, key
ORDER BY key
LIMIT $limit
