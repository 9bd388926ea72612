// Networks by scope, country, legal form and decade
//
// How many networks meet the filters of network/list, and how many of them have each scope and legal form, lie in each country,
// and were founded in each decade. What is not stated counts for no value.
//
// @param  scope            string?     =        global|European|regional|national  only those that reach so far
// @param  legal_form       string?     =        only those of this legal form, in the source's own word: association, covenant …
// @param  founded          integer?    =        0..9999  only those founded in this year or the nine after it: 2020 for the decade
// @param  member           entity?     =        only those that this city, organisation or network is a member of, itself or by a branch
// @param  branch_of        entity?     =        only branches of this network
// @param  country          country?    =        only those that a source places in this country, such as national branches
// @param  at               at          = today  only facts that hold on that day count; `any` for all, ended ones too
// @param  branches         boolean     = true   members of a branch count for its parent
// @param  deprecated       boolean     = false  facts of rank deprecated count too
// @param  without_licence  licence[]?  =        leave out what rests only on sources under these licences; `none` for those that state none
// @param  limit            integer     = 100    1..1000  the most rows
// @param  after            string?     =        the key to continue after
// @return facet            string      total, scope, country, legal_form or founded
// @return value            string      what to filter by, of `founded` the first year of the decade; empty for the total
// @return label            string      what to show; empty for the total
// @return count            integer     how many networks
// @return key              string      facet, count (most first), value
CALL () {
  // The networks that $member belongs to, itself or through a branch.
  OPTIONAL MATCH (member:Entity {id: $member})-[f:MEMBER_OF]->(unit)
    ((lower)-[b:BRANCH_OF]->(upper)
      WHERE $branches AND ($deprecated OR b.rank <> 'deprecated')
      AND ($without_licence IS NULL OR any(source IN b.sources WHERE NOT source IN $without_licence))
      AND ($at IS NULL OR (b.holds_from <= $at AND (b.holds_until IS NULL OR b.holds_until > $at)))){0,4}
    (network)
  USING INDEX SEEK member:Entity(id)
  WHERE ($deprecated OR f.rank <> 'deprecated')
    AND ($without_licence IS NULL OR any(source IN f.sources WHERE NOT source IN $without_licence))
    AND ($at IS NULL OR (f.holds_from <= $at AND (f.holds_until IS NULL OR f.holds_until > $at)))
  RETURN collect(DISTINCT network) AS joined
}
MATCH (network:Entity)
USING INDEX network:Entity(sort_key)
WHERE network.sort_key > 'Network\t' AND network.sort_key < 'Network\n'
  AND ($scope IS NULL OR network.scope = $scope) AND ($legal_form IS NULL OR network.legal_form = $legal_form)
  AND ($founded IS NULL OR (network.founded.year >= $founded AND network.founded.year < $founded + 10))
  AND ($member IS NULL OR network IN joined)
  AND ($without_licence IS NULL OR any(source IN network.sources WHERE NOT source IN $without_licence))
  AND ($country IS NULL OR EXISTS {
    (network)-[place:IN_COUNTRY]->({code: $country})
    WHERE ($deprecated OR place.rank <> 'deprecated')
      AND ($without_licence IS NULL OR any(source IN place.sources WHERE NOT source IN $without_licence))
  })
  AND ($branch_of IS NULL OR EXISTS {
    (network)-[b:BRANCH_OF]->({id: $branch_of})
    WHERE ($deprecated OR b.rank <> 'deprecated')
      AND ($without_licence IS NULL OR any(source IN b.sources WHERE NOT source IN $without_licence))
      AND ($at IS NULL OR (b.holds_from <= $at AND (b.holds_until IS NULL OR b.holds_until > $at)))
  })
WITH collect({scope: network.scope, legal_form: network.legal_form, decade: network.founded.year / 10 * 10, countries: COLLECT {
    MATCH (network)-[place:IN_COUNTRY]->(country)
    WHERE ($deprecated OR place.rank <> 'deprecated')
      AND ($without_licence IS NULL OR any(source IN place.sources WHERE NOT source IN $without_licence))
    RETURN DISTINCT country
  }}) AS found
CALL (found) {
  RETURN 'total' AS facet, '' AS value, '' AS label, size(found) AS count
  UNION ALL
  UNWIND found AS one
  WITH one.scope AS value, count(*) AS count WHERE value IS NOT NULL
  RETURN 'scope' AS facet, value, value AS label, count
  UNION ALL
  UNWIND found AS one
  UNWIND one.countries AS country
  RETURN 'country' AS facet, country.code AS value, country.name AS label, count(*) AS count
  UNION ALL
  UNWIND found AS one
  WITH one.legal_form AS value, count(*) AS count WHERE value IS NOT NULL
  RETURN 'legal_form' AS facet, value, value AS label, count
  UNION ALL
  UNWIND found AS one
  WITH toString(one.decade) AS value, count(*) AS count WHERE value IS NOT NULL
  RETURN 'founded' AS facet, value, value + 's' AS label, count
}
WITH facet, value, label, count, facet + '\t' + right('000000000' + toString(999999999 - count), 9) + '\t' + value AS key
WHERE $after IS NULL OR key > $after
RETURN facet, value, label, count, key
ORDER BY key
LIMIT $limit
