// Organisations
//
// The organisations of the graph, one row each, by name: energy agencies, associations, universities, public bodies. With filters,
// only those that meet all of them. Members of a national branch count for its parent, unless
// `branches=false`.
//
// @param  kind             string?     =            energy agency|NGO|university|research institute|association|company|parliament|parliamentary group|EU body|UN body|public body|secretariat|cluster|event organiser  only this sort of organisation
// @param  country          country?    =            only those seated in this country
// @param  member_of        entity?     =            only those that belong to this network, or to a branch of it
// @param  relation         relation    = MEMBER_OF  MEMBER_OF|OBSERVER_OF|CANDIDATE_OF  how they belong to $member_of
// @param  at               at          = today      only facts that hold on that day count for $member_of; `any` for all
// @param  branches         boolean     = true       members of a branch count for its parent
// @param  deprecated       boolean     = false      facts of rank deprecated count for $member_of too
// @param  sort             string      = name       name|founded|-founded  what orders the rows; - puts the newest first
// @param  without_licence  licence[]?  =            leave out what rests only on sources under these licences; `none` for those that state none
// @param  limit            integer     = 100        1..1000  the most rows
// @param  after            string?     =            the key to continue after
// @return organisation     node        the organisation
// @return kind             string?     what sort of organisation it is
// @return country          string?     code of the country it is seated in
// @return founded          date?       when it was founded
// @return founded_precision  string?   day, month or year
// @return key              string      year of foundation where it orders the rows, name, id
CALL () {
  OPTIONAL MATCH (network:Entity {id: $member_of})
  USING INDEX SEEK network:Entity(id)
  OPTIONAL MATCH (unit)((lower)-[b:BRANCH_OF]->(upper) WHERE $branches AND ($deprecated OR b.rank <> 'deprecated')
    AND ($without_licence IS NULL OR any(source IN b.sources WHERE NOT source IN $without_licence))
    AND ($at IS NULL OR (b.holds_from <= $at AND (b.holds_until IS NULL OR b.holds_until > $at)))){0,4}(network)
  RETURN collect(DISTINCT unit) AS units
}
MATCH (organisation:Entity)
USING INDEX organisation:Entity(sort_key)
WHERE organisation.sort_key > CASE WHEN $sort = 'name' AND $after > 'Organisation\t' THEN $after ELSE 'Organisation\t' END
  AND organisation.sort_key < 'Organisation\n'
  AND ($kind IS NULL OR organisation.kind = $kind) AND ($country IS NULL OR organisation.country = $country)
  AND ($without_licence IS NULL OR any(source IN organisation.sources WHERE NOT source IN $without_licence))
  AND ($member_of IS NULL OR EXISTS {
    (organisation)-[f:MEMBER_OF|OBSERVER_OF|CANDIDATE_OF]->(unit)
    WHERE unit IN units AND type(f) = $relation AND ($deprecated OR f.rank <> 'deprecated')
      AND ($without_licence IS NULL OR any(source IN f.sources WHERE NOT source IN $without_licence))
      AND ($at IS NULL OR (f.holds_from <= $at AND (f.holds_until IS NULL OR f.holds_until > $at)))
  })
// Of unknown foundation come last either way.
WITH organisation, CASE $sort
  WHEN 'name' THEN ''
  WHEN 'founded' THEN coalesce(toString(organisation.founded), '~') + '\t'
  ELSE coalesce(toString(9999 - organisation.founded.year) + right('0' + toString(12 - organisation.founded.month), 2)
    + right('0' + toString(31 - organisation.founded.day), 2), '~') + '\t'
END + organisation.sort_key AS key
WHERE $after IS NULL OR key > $after
RETURN organisation, organisation.kind AS kind, organisation.country AS country, organisation.founded AS founded,
  organisation.founded_precision AS founded_precision, key
ORDER BY key
LIMIT $limit
