// Networks
//
// The networks of the graph, one row each, by name: associations of cities, covenants, national branches. With filters, only those
// that meet all of them. How many belong to it is counted for each kind of belonging by itself; who belongs to it and to a branch of it
// counts once.
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
// @param  sort             string      = name   name|founded|-founded  what orders the rows; - puts the newest first
// @param  without_licence  licence[]?  =        leave out what rests only on sources under these licences; `none` for those that state none
// @param  limit            integer     = 100    1..1000  the most rows
// @param  after            string?     =        the key to continue after
// @return network          node        the network
// @return scope            string?     how far it reaches
// @return legal_form       string?     association, covenant, platform …
// @return founded          date?       when it was founded
// @return founded_precision  string?   day, month or year
// @return members          integer     how many are members of it; network/members names them
// @return observers        integer     how many observe it
// @return candidates       integer     how many are candidates
// @return signatories      integer     how many have signed it
// @return key              string      day of foundation where it orders the rows, name, id
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
WHERE network.sort_key > CASE WHEN $sort = 'name' AND $after > 'Network\t' THEN $after ELSE 'Network\t' END AND network.sort_key < 'Network\n'
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
// Of unknown foundation come last either way.
WITH network, CASE $sort
  WHEN 'name' THEN ''
  WHEN 'founded' THEN coalesce(toString(network.founded), '~') + '\t'
  ELSE coalesce(toString(9999 - network.founded.year) + right('0' + toString(12 - network.founded.month), 2)
    + right('0' + toString(31 - network.founded.day), 2), '~') + '\t'
END + network.sort_key AS key
WHERE $after IS NULL OR key > $after
WITH network, key
ORDER BY key
LIMIT $limit
// Two sources of one membership are two facts, and one member. (Signatures are ten thousand, and looked at once.)
CALL (network) {
  MATCH (unit)
    ((lower)-[b:BRANCH_OF]->(upper)
      WHERE $branches AND ($deprecated OR b.rank <> 'deprecated')
      AND ($without_licence IS NULL OR any(source IN b.sources WHERE NOT source IN $without_licence))
      AND ($at IS NULL OR (b.holds_from <= $at AND (b.holds_until IS NULL OR b.holds_until > $at)))){0,4}
    (network)
  WITH DISTINCT unit
  OPTIONAL MATCH (other)-[f:MEMBER_OF|OBSERVER_OF|CANDIDATE_OF|SIGNATORY_OF]->(unit)
  WHERE ($deprecated OR f.rank <> 'deprecated')
    AND ($without_licence IS NULL OR any(source IN f.sources WHERE NOT source IN $without_licence))
    AND ($at IS NULL OR (f.holds_from <= $at AND (f.holds_until IS NULL OR f.holds_until > $at)))
  WITH type(f) AS type, count(DISTINCT other) AS number
  WITH collect([type, number]) AS counts
  RETURN [wanted IN ['MEMBER_OF', 'OBSERVER_OF', 'CANDIDATE_OF', 'SIGNATORY_OF'] |
    coalesce(head([one IN counts WHERE one[0] = wanted | one[1]]), 0)] AS numbers
}
RETURN network, network.scope AS scope, network.legal_form AS legal_form, network.founded AS founded,
  network.founded_precision AS founded_precision, numbers[0] AS members, numbers[1] AS observers, numbers[2] AS candidates,
  numbers[3] AS signatories, key
ORDER BY key
LIMIT $limit
