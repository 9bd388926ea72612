// Cities by country, kind and network
//
// How many cities meet the filters of city/list, and how many of them each country, each kind and each network has. A city that
// belongs to a branch counts for its parent too, unless `branches=false`; belonging is of one way, $relation. What is not stated
// counts for no value.
//
// @param  country         country?  =            only those of this country
// @param  kind            string?   =            only this sort of local authority: city, municipality, metropolitan municipality …
// @param  member_of       entity?   =            only those that belong to this network, or to a branch of it
// @param  relation        relation  = MEMBER_OF  MEMBER_OF|OBSERVER_OF|CANDIDATE_OF|SIGNATORY_OF  how they belong to networks
// @param  at              at        = today      only facts that hold on that day count for networks; `any` for all
// @param  branches        boolean   = true       members of a branch count for its parent
// @param  population_min  integer?  =            0..100000000  only those with at least so many inhabitants
// @param  population_max  integer?  =            0..100000000  only those with at most so many inhabitants
// @param  deprecated      boolean   = false      facts of rank deprecated count for networks too
// @param  without_licence  licence[]?  =            leave out what rests only on sources under these licences; `none` for those that state none
// @param  limit           integer   = 100        1..1000  the most rows
// @param  after           string?   =            the key to continue after
// @return facet           string    total, country, kind or member_of
// @return value           string    what to filter by; empty for the total
// @return label           string    what to show; empty for the total
// @return count           integer   how many cities
// @return key             string    facet, count (most first), value
CALL () {
  OPTIONAL MATCH (network:Entity {id: $member_of})
  USING INDEX SEEK network:Entity(id)
  OPTIONAL MATCH (unit)((lower)-[b:BRANCH_OF]->(upper) WHERE $branches AND ($deprecated OR b.rank <> 'deprecated')
    AND ($without_licence IS NULL OR any(source IN b.sources WHERE NOT source IN $without_licence))
    AND ($at IS NULL OR (b.holds_from <= $at AND (b.holds_until IS NULL OR b.holds_until > $at)))){0,4}(network)
  RETURN collect(DISTINCT unit) AS units
}
CALL (units) {
  MATCH (city:Entity)
  USING INDEX city:Entity(sort_key)
  WHERE city.sort_key > 'City\t' AND city.sort_key < CASE WHEN $member_of IS NULL THEN 'City\n' ELSE '' END
  RETURN city
  UNION ALL
  UNWIND units AS unit
  MATCH (city:City)-[f:MEMBER_OF|OBSERVER_OF|CANDIDATE_OF|SIGNATORY_OF]->(unit)
  WHERE type(f) = $relation AND ($deprecated OR f.rank <> 'deprecated')
    AND ($without_licence IS NULL OR any(source IN f.sources WHERE NOT source IN $without_licence))
    AND ($at IS NULL OR (f.holds_from <= $at AND (f.holds_until IS NULL OR f.holds_until > $at)))
  RETURN DISTINCT city
}
WITH city
WHERE ($country IS NULL OR city.country = $country) AND ($kind IS NULL OR city.kind = $kind)
  AND ($population_min IS NULL OR city.population >= $population_min)
  AND ($population_max IS NULL OR city.population <= $population_max)
  AND ($without_licence IS NULL OR any(source IN city.sources WHERE NOT source IN $without_licence))
WITH city.country AS country, city.kind AS kind, collect(city) AS cities
WITH collect({country: country, kind: kind, cities: cities, size: size(cities)}) AS groups
CALL (groups) {
  RETURN 'total' AS facet, '' AS value, '' AS label, reduce(sum = 0, one IN groups | sum + one.size) AS count
  UNION ALL
  UNWIND groups AS one
  WITH one.country AS value, sum(one.size) AS count
  OPTIONAL MATCH (land:Country {code: value})
  RETURN 'country' AS facet, value, coalesce(land.name, value) AS label, count
  UNION ALL
  UNWIND groups AS one
  WITH one.kind AS value, sum(one.size) AS count
  WHERE value IS NOT NULL
  RETURN 'kind' AS facet, value, value AS label, count
  UNION ALL
  UNWIND groups AS one
  UNWIND one.cities AS city
  MATCH (city)-[f:MEMBER_OF|OBSERVER_OF|CANDIDATE_OF|SIGNATORY_OF]->(unit)
  WHERE type(f) = $relation AND ($deprecated OR f.rank <> 'deprecated')
    AND ($without_licence IS NULL OR any(source IN f.sources WHERE NOT source IN $without_licence))
    AND ($at IS NULL OR (f.holds_from <= $at AND (f.holds_until IS NULL OR f.holds_until > $at)))
  WITH unit, collect(DISTINCT city) AS inside
  MATCH (unit)((lower)-[b:BRANCH_OF]->(upper) WHERE $branches AND ($deprecated OR b.rank <> 'deprecated')
    AND ($without_licence IS NULL OR any(source IN b.sources WHERE NOT source IN $without_licence))
    AND ($at IS NULL OR (b.holds_from <= $at AND (b.holds_until IS NULL OR b.holds_until > $at)))){0,4}(network)
  UNWIND inside AS city
  RETURN 'member_of' AS facet, network.id AS value, network.name AS label, count(DISTINCT city) AS count
}
WITH facet, value, label, count, facet + '\t' + right('000000000' + toString(999999999 - count), 9) + '\t' + value AS key
WHERE $after IS NULL OR key > $after
RETURN facet, value, label, count, key
ORDER BY key
LIMIT $limit
