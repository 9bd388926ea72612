// Networks with members in a country
//
// Networks that something in $country belongs to, by name, one row for each kind of belonging: observers, candidates and signatories
// are no members; associate, honorary and former members are counted apart. Former are those who have left, and those whose branch
// has. Who belongs to the network and to a branch counts once.
//
// network/members lists them, with `relation`, `country` and `kind`; who lies in the country by a fact alone, not by its own country
// code, is counted here and not listed there.
//
// @param  country          country     = RO     the country
// @param  relation         relation?   =        MEMBER_OF|OBSERVER_OF|CANDIDATE_OF|SIGNATORY_OF  only this kind of belonging
// @param  at               at          = today  only facts that hold on that day; `any` for all, ended and undated ones too
// @param  branches         boolean     = true   members of a branch count for its parent
// @param  deprecated       boolean     = false  facts of rank deprecated count too
// @param  without_licence  licence[]?  =        leave out what rests only on sources under these licences; `none` for those that state none
// @param  limit            integer     = 100    1..1000  the most rows
// @param  after            string?     =        the key to continue after
// @return network   node     the network
// @return relation  string   how they belong to it: a type, with what makes it another kind (MEMBER_OF[associate], MEMBER_OF[ended])
// @return members   integer  how many belong to it so
// @return cities    integer  how many of them are cities
// @return key       string   name, id, relation
MATCH (country:Country {code: $country})
MATCH (country)<-[place:IN_COUNTRY]-(member)
// The country in an entity's own row goes with it wherever it is told; a fact beside that is a statement like any other.
WHERE coalesce(member.country = $country, false) OR (($deprecated OR place.rank <> 'deprecated')
  AND ($without_licence IS NULL OR any(source IN place.sources WHERE NOT source IN $without_licence)))
WITH DISTINCT member
MATCH (member)-[f:MEMBER_OF|OBSERVER_OF|CANDIDATE_OF|SIGNATORY_OF]->(unit)
WHERE ($relation IS NULL OR type(f) = $relation)
  AND ($deprecated OR f.rank <> 'deprecated')
  AND ($without_licence IS NULL OR any(source IN f.sources WHERE NOT source IN $without_licence))
  AND ($at IS NULL OR (f.holds_from <= $at AND (f.holds_until IS NULL OR f.holds_until > $at)))
WITH unit, type(f) AS type, CASE WHEN f.kind IN ['associate', 'honorary'] THEN f.kind END AS mark,
  CASE WHEN f.holds_until <= coalesce($at, date()) THEN 'ended' END AS ended, collect(DISTINCT member) AS members
MATCH (unit)
  ((lower)-[branch:BRANCH_OF]->(upper)
    WHERE $branches AND ($deprecated OR branch.rank <> 'deprecated')
    AND ($without_licence IS NULL OR any(source IN branch.sources WHERE NOT source IN $without_licence))
    AND ($at IS NULL OR (branch.holds_from <= $at AND (branch.holds_until IS NULL OR branch.holds_until > $at)))){0,4}
  (network:Network)
// What has ended is the way as a whole, be it by the membership or by a branch that has left.
WITH network, type, mark, members, CASE WHEN any(step IN branch WHERE step.holds_until <= coalesce($at, date())) THEN 'ended' ELSE ended END AS ended
WITH network, type + coalesce('[' + mark + ',' + ended + ']', '[' + coalesce(mark, ended) + ']', '') AS relation, members
UNWIND members AS member
WITH network, relation, count(DISTINCT member) AS members, count(DISTINCT CASE WHEN member:City THEN member END) AS cities
WITH network, relation, members, cities, network.search_names[0] + '\t' + network.id + '\t' + relation AS key
WHERE $after IS NULL OR key > $after
RETURN network, relation, members, cities, key
ORDER BY key
LIMIT $limit
