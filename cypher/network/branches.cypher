// Branches and member networks of a network
//
// Networks that belong to $network: its branches, then networks that are members of it in their own right. The two kinds are never
// added up: what belongs to a branch counts for its parent, what belongs to a member network does not. Branches of a branch, and
// member networks of a branch, come with that branch named.
//
// @param  network     entity    = climate-alliance  the network
// @param  at          at        = today             only facts that hold on that day; `any` for all, ended and undated ones too
// @param  relations   relation[]  = BRANCH_OF,MEMBER_OF  BRANCH_OF|MEMBER_OF  branches, member networks, or both
// @param  branches    boolean   = true              what belongs to a branch counts for its parent
// @param  deprecated  boolean   = false             facts of rank deprecated count too
// @param  without_licence  licence[]?  =            leave out what rests only on sources under these licences; `none` for those that state none
// @param  limit       integer   = 100               1..1000  the most rows
// @param  after       string?   =                   the key to continue after
// @return relation     string   BRANCH_OF or MEMBER_OF
// @return kind         string?  what sort of member, where a source says
// @return belonging    node     the branch or member network
// @return via_branch   node?    the branch it belongs to; null where it belongs to the network itself
// @return fact         fact     how it belongs
// @return key          string   kind of belonging, name, rank, start, ids
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
MATCH fact = (belonging:Network)-[f:BRANCH_OF|MEMBER_OF]->(unit)
WHERE type(f) IN $relations
  AND ($deprecated OR f.rank <> 'deprecated')
  AND ($without_licence IS NULL OR any(source IN f.sources WHERE NOT source IN $without_licence))
  AND ($at IS NULL OR (f.holds_from <= $at AND (f.holds_until IS NULL OR f.holds_until > $at)))
WITH type(f) AS relation, f.kind AS kind, belonging, CASE WHEN unit <> network THEN unit END AS via_branch, fact,
  type(f) + '\t' + belonging.search_names[0] + '\t' + belonging.id
  + '\t' + CASE f.rank WHEN 'preferred' THEN '0' WHEN 'normal' THEN '1' ELSE '2' END
  + '\t' + coalesce(toString(f.holds_from), 'undated') + '\t' + f.id AS key
WHERE $after IS NULL OR key > $after
RETURN relation, kind, belonging, via_branch, fact, key
ORDER BY key
LIMIT $limit
