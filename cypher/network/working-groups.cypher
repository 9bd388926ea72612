// Working groups of a network
//
// The working groups of $network, by name, with how many take part in each. A working group of a national branch counts for its
// parent, and the branch is named. Who takes part, entity/facts of the group lists.
//
// @param  network     entity    = b40    the network
// @param  at          at        = today  only facts that hold on that day; `any` for all, ended and undated ones too
// @param  branches    boolean   = true   working groups of a branch count for its parent
// @param  deprecated  boolean   = false  facts of rank deprecated count too
// @param  without_licence  licence[]?  =  leave out what rests only on sources under these licences; `none` for those that state none
// @param  limit       integer   = 100    1..1000  the most rows
// @param  after       string?   =        the key to continue after
// @return group        node     the working group
// @return participants integer  how many entities take part in it, each counted once, whatever its role
// @return via_branch   node?    the branch that it is a group of; null where it is one of the network itself
// @return fact         fact     what makes it a working group
// @return key          string   name, rank, start, ids
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
MATCH fact = (group:WorkingGroup)-[f:WORKING_GROUP_OF]->(unit)
WHERE ($deprecated OR f.rank <> 'deprecated')
  AND ($without_licence IS NULL OR any(source IN f.sources WHERE NOT source IN $without_licence))
  AND ($at IS NULL OR (f.holds_from <= $at AND (f.holds_until IS NULL OR f.holds_until > $at)))
WITH group, CASE WHEN unit <> network THEN unit END AS via_branch, fact,
  group.search_names[0] + '\t' + group.id
  + '\t' + CASE f.rank WHEN 'preferred' THEN '0' WHEN 'normal' THEN '1' ELSE '2' END
  + '\t' + coalesce(toString(f.holds_from), 'undated') + '\t' + f.id AS key
WHERE $after IS NULL OR key > $after
WITH group, via_branch, fact, key
ORDER BY key
LIMIT $limit
RETURN group, COUNT {
    MATCH (participant)-[part:TAKES_PART_IN]->(group)
    WHERE ($deprecated OR part.rank <> 'deprecated')
      AND ($without_licence IS NULL OR any(source IN part.sources WHERE NOT source IN $without_licence))
      AND ($at IS NULL OR (part.holds_from <= $at AND (part.holds_until IS NULL OR part.holds_until > $at)))
    RETURN DISTINCT participant
  } AS participants, via_branch, fact, key
ORDER BY key
LIMIT $limit
