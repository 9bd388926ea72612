// Organisations by kind, country and network
//
// How many organisations meet the filters of organisation/list, and how many of them are of each kind, in each country and in each
// network. A member of a branch counts for its parent too, unless `branches=false`; belonging is of one way, $relation. What is not
// stated counts for no value.
//
// @param  kind             string?     =            energy agency|NGO|university|research institute|association|company|parliament|parliamentary group|EU body|UN body|public body|secretariat|cluster|event organiser  only this sort of organisation
// @param  country          country?    =            only those seated in this country
// @param  member_of        entity?     =            only those that belong to this network, or to a branch of it
// @param  relation         relation    = MEMBER_OF  MEMBER_OF|OBSERVER_OF|CANDIDATE_OF  how they belong to networks
// @param  at               at          = today      only facts that hold on that day count for networks; `any` for all
// @param  branches         boolean     = true       members of a branch count for its parent
// @param  deprecated       boolean     = false      facts of rank deprecated count for networks too
// @param  without_licence  licence[]?  =            leave out what rests only on sources under these licences; `none` for those that state none
// @param  limit            integer     = 100        1..1000  the most rows
// @param  after            string?     =            the key to continue after
// @return facet            string      total, country, kind or member_of
// @return value            string      what to filter by; empty for the total
// @return label            string      what to show; empty for the total
// @return count            integer     how many organisations
// @return key              string      facet, count (most first), value
MATCH (organisation:Entity)
USING INDEX organisation:Entity(sort_key)
WHERE organisation.sort_key > 'Organisation\t' AND organisation.sort_key < 'Organisation\n'
  AND ($kind IS NULL OR organisation.kind = $kind) AND ($country IS NULL OR organisation.country = $country)
  AND ($without_licence IS NULL OR any(source IN organisation.sources WHERE NOT source IN $without_licence))
// Each with the networks that it belongs to, itself or through a branch.
WITH organisation, COLLECT {
  MATCH (organisation)-[f:MEMBER_OF|OBSERVER_OF|CANDIDATE_OF]->(unit)
  WHERE type(f) = $relation AND ($deprecated OR f.rank <> 'deprecated')
    AND ($without_licence IS NULL OR any(source IN f.sources WHERE NOT source IN $without_licence))
    AND ($at IS NULL OR (f.holds_from <= $at AND (f.holds_until IS NULL OR f.holds_until > $at)))
  MATCH (unit)((lower)-[b:BRANCH_OF]->(upper) WHERE $branches AND ($deprecated OR b.rank <> 'deprecated')
    AND ($without_licence IS NULL OR any(source IN b.sources WHERE NOT source IN $without_licence))
    AND ($at IS NULL OR (b.holds_from <= $at AND (b.holds_until IS NULL OR b.holds_until > $at)))){0,4}(network)
  RETURN DISTINCT network
} AS networks
WHERE $member_of IS NULL OR any(network IN networks WHERE network.id = $member_of)
WITH collect({kind: organisation.kind, country: organisation.country, networks: networks}) AS found
CALL (found) {
  RETURN 'total' AS facet, '' AS value, '' AS label, size(found) AS count
  UNION ALL
  UNWIND found AS one
  WITH one.kind AS value, count(*) AS count WHERE value IS NOT NULL
  RETURN 'kind' AS facet, value, value AS label, count
  UNION ALL
  UNWIND found AS one
  WITH one.country AS value, count(*) AS count WHERE value IS NOT NULL
  OPTIONAL MATCH (land:Country {code: value})
  RETURN 'country' AS facet, value, coalesce(land.name, value) AS label, count
  UNION ALL
  UNWIND found AS one
  UNWIND one.networks AS network
  RETURN 'member_of' AS facet, network.id AS value, network.name AS label, count(*) AS count
}
WITH facet, value, label, count, facet + '\t' + right('000000000' + toString(999999999 - count), 9) + '\t' + value AS key
WHERE $after IS NULL OR key > $after
RETURN facet, value, label, count, key
ORDER BY key
LIMIT $limit
