// Members of a network
//
// Who belongs to $network, by name. One kind of belonging at a time: observers, candidates and signatories are no members.
// Members of a national branch count for its parent, and the branch is named.
//
// @param  network     entity    = b40        the network
// @param  at          at        = today      only facts that hold on that day; `any` for all, ended ones too
// @param  relation    relation  = MEMBER_OF  MEMBER_OF|OBSERVER_OF|CANDIDATE_OF|SIGNATORY_OF  how they belong to it
// @param  kind        string?   =            full|associate|founding|honorary  only members of this kind
// @param  country     country?  =            only those of this country
// @param  branches    boolean   = true       members of a branch count for its parent
// @param  deprecated  boolean   = false      facts of rank deprecated count too
// @param  without_licence  licence[]?  =            leave out what rests only on sources under these licences; `none` for those that state none
// @param  limit       integer   = 100        1..1000  the most rows
// @param  after       string?   =            the key to continue after
// @return member      node     who belongs to it
// @return kind        string?  what sort of member, where a source says
// @return via_branch  node?    the branch it belongs to; null where it belongs to the network itself
// @return fact        fact     the membership
// @return key         string   name, rank, ids
// @returns-graph
MATCH (network:Entity {id: $network})
USING INDEX SEEK network:Entity(id)
MATCH (unit)
  ((lower)-[branch:BRANCH_OF]->(upper)
    WHERE $branches AND ($deprecated OR branch.rank <> 'deprecated')
    AND ($without_licence IS NULL OR any(source IN branch.sources WHERE NOT source IN $without_licence))
    AND ($at IS NULL OR (branch.holds_from <= $at AND (branch.holds_until IS NULL OR branch.holds_until > $at)))){0,4}
  (network)
WITH DISTINCT network, unit
MATCH fact = (member)-[f:MEMBER_OF|OBSERVER_OF|CANDIDATE_OF|SIGNATORY_OF]->(unit)
WHERE type(f) = $relation
  AND ($deprecated OR f.rank <> 'deprecated')
  AND ($without_licence IS NULL OR any(source IN f.sources WHERE NOT source IN $without_licence))
  AND ($at IS NULL OR (f.holds_from <= $at AND (f.holds_until IS NULL OR f.holds_until > $at)))
  AND ($kind IS NULL OR f.kind = $kind)
  AND ($country IS NULL OR member.country = $country)
WITH member, f.kind AS kind, CASE WHEN unit <> network THEN unit END AS via_branch, fact,
  member.search_names[0] + '\t' + member.id
  + '\t' + CASE f.rank WHEN 'preferred' THEN '0' WHEN 'normal' THEN '1' ELSE '2' END
  + '\t' + coalesce(toString(f.holds_from), 'undated') + '\t' + f.id AS key
WHERE $after IS NULL OR key > $after
RETURN member, kind, via_branch, fact, key
ORDER BY key
LIMIT $limit
