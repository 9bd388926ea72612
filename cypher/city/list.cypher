// Cities
//
// The cities of the graph, one row each, by name or by population; with filters, only those that meet all of them. Cities whose
// population is not stated come last where it orders the rows, and meet no bound on it.
//
// @param  country         country?  =            only those of this country
// @param  kind            string?   =            only this sort of local authority: city, municipality, metropolitan municipality …
// @param  member_of       entity?   =            only those that belong to this network, or to a branch of it
// @param  relation        relation  = MEMBER_OF  MEMBER_OF|OBSERVER_OF|CANDIDATE_OF|SIGNATORY_OF  how they belong to $member_of
// @param  at              at        = today      only facts that hold on that day count for $member_of; `any` for all
// @param  branches        boolean   = true       members of a branch count for its parent
// @param  population_min  integer?  =            0..100000000  only those with at least so many inhabitants
// @param  population_max  integer?  =            0..100000000  only those with at most so many inhabitants
// @param  deprecated      boolean   = false      facts of rank deprecated count for $member_of too
// @param  sort            string    = name       name|-name|population|-population  what orders the rows; - turns it round
// @param  without_licence  licence[]?  =            leave out what rests only on sources under these licences; `none` for those that state none
// @param  limit           integer   = 100        1..1000  the most rows
// @param  after           string?   =            the key to continue after
// @return city            node      the city
// @return country         string    code of the country it lies in
// @return kind            string?   what sort of local authority it is
// @return population      integer?  inhabitants
// @return population_year  integer?  the year the population is of
// @return key             string    population where it orders the rows, name, id
CALL () {
  OPTIONAL MATCH (network:Entity {id: $member_of})
  USING INDEX SEEK network:Entity(id)
  OPTIONAL MATCH (unit)((lower)-[b:BRANCH_OF]->(upper) WHERE $branches AND ($deprecated OR b.rank <> 'deprecated')
    AND ($without_licence IS NULL OR any(source IN b.sources WHERE NOT source IN $without_licence))
    AND ($at IS NULL OR (b.holds_from <= $at AND (b.holds_until IS NULL OR b.holds_until > $at)))){0,4}(network)
  RETURN collect(DISTINCT unit) AS units
}
// For the order turned round each letter becomes its opposite, and what is longer comes before what it begins with.
WITH units, {` `: 'z', `0`: 'y', `1`: 'x', `2`: 'w', `3`: 'v', `4`: 'u', `5`: 't', `6`: 's', `7`: 'r', `8`: 'q', `9`: 'p', a: 'o', b: 'n', c: 'm',
  d: 'l', e: 'k', f: 'j', g: 'i', h: 'h', i: 'g', j: 'f', k: 'e', l: 'd', m: 'c', n: 'b', o: 'a', p: '9', q: '8', r: '7', s: '6', t: '5',
  u: '4', v: '3', w: '2', x: '1', y: '0', z: ' '} AS opposite
CALL (units, opposite) {
  // In the order of names a page is a stretch of the index; where this does not serve, the range is empty.
  MATCH (city:Entity)
  USING INDEX city:Entity(sort_key)
  WHERE city.sort_key > CASE WHEN $after > 'City\t' THEN $after ELSE 'City\t' END
    AND city.sort_key < CASE WHEN $sort = 'name' AND $member_of IS NULL THEN 'City\n' ELSE '' END
    AND ($country IS NULL OR city.country = $country) AND ($kind IS NULL OR city.kind = $kind)
    AND ($population_min IS NULL OR city.population >= $population_min)
    AND ($population_max IS NULL OR city.population <= $population_max)
    AND ($without_licence IS NULL OR any(source IN city.sources WHERE NOT source IN $without_licence))
  RETURN city, city.sort_key AS key ORDER BY city.sort_key LIMIT $limit
  UNION ALL
  // For any other order all cities are read, or all that belong to $member_of.
  CALL (units) {
    MATCH (city:Entity)
    USING INDEX city:Entity(sort_key)
    WHERE city.sort_key > 'City\t' AND city.sort_key < CASE WHEN $sort = 'name' OR $member_of IS NOT NULL THEN '' ELSE 'City\n' END
    RETURN city
    UNION ALL
    UNWIND units AS unit
    MATCH (city:City)-[f:MEMBER_OF|OBSERVER_OF|CANDIDATE_OF|SIGNATORY_OF]->(unit)
    WHERE type(f) = $relation AND ($deprecated OR f.rank <> 'deprecated')
      AND ($without_licence IS NULL OR any(source IN f.sources WHERE NOT source IN $without_licence))
      AND ($at IS NULL OR (f.holds_from <= $at AND (f.holds_until IS NULL OR f.holds_until > $at)))
    RETURN DISTINCT city
  }
  WITH city, opposite
  WHERE ($country IS NULL OR city.country = $country) AND ($kind IS NULL OR city.kind = $kind)
    AND ($population_min IS NULL OR city.population >= $population_min)
    AND ($population_max IS NULL OR city.population <= $population_max)
    AND ($without_licence IS NULL OR any(source IN city.sources WHERE NOT source IN $without_licence))
  RETURN city, CASE $sort
    WHEN 'name' THEN ''
    WHEN '-name' THEN reduce(text = '', letter IN split(city.search_names[0], '') | text + opposite[letter]) + '~'
    WHEN 'population' THEN coalesce(right('000000000000' + toString(city.population), 12), '~')
    ELSE coalesce(right('000000000000' + toString(999999999999 - city.population), 12), '~')
  END + CASE $sort WHEN 'name' THEN '' ELSE '\t' END + city.sort_key AS key
}
WITH city, key
WHERE $after IS NULL OR key > $after
RETURN city, city.country AS country, city.kind AS kind, city.population AS population, city.population_year AS population_year, key
ORDER BY key
LIMIT $limit
