// Members of a network
//
// Who belongs to $network, by name. One kind of belonging at a time: observers, candidates and signatories are no members. Members
// of a national branch count for its parent, and the branch is named. Two sources that date one membership differently are two
// rows, the preferred one first.
//
// SUPPORTED_BY and COORDINATED_BY list those whom $network itself supports or coordinates, as an agency does. Who supports or
// coordinates its signatories and members is another question: network/supporters.
//
// @param  network     entity    = b40        the network
// @param  at          at        = today      only facts that hold on that day; `any` for all, ended ones too
// @param  relation    relation  = MEMBER_OF  MEMBER_OF|OBSERVER_OF|CANDIDATE_OF|SIGNATORY_OF|SUPPORTED_BY|COORDINATED_BY  how they belong to it
// @param  kind        string?   =            full|associate|founding|honorary  only members of this kind
// @param  stage       string?   =            invited|interested|applying  only candidates who have come this far
// @param  status      string?   =            only those with this status, in the source's own word: published, on_hold …
// @param  from_type   entity_type?  =        City|Region|Organisation|Network  only those of this type
// @param  country     country?  =            only those of this country; a network where a source names it
// @param  branches    boolean   = true       members of a branch count for its parent
// @param  deprecated  boolean   = false      facts of rank deprecated count too
// @param  without_licence  licence[]?  =            leave out what rests only on sources under these licences; `none` for those that state none
// @param  limit       integer   = 100        1..1000  the most rows
// @param  after       string?   =            the key to continue after
// @return member      node     who belongs to it
// @return kind        string?  what sort of member, or how far a candidate has come, where a source says
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
WITH network, collect(DISTINCT unit) AS units
// In order of names before anything is tested: of a covenant's ten thousand only those of the page are looked at closer.
CALL (units) {
  UNWIND units AS unit
  MATCH (member)-[f:MEMBER_OF|OBSERVER_OF|CANDIDATE_OF|SIGNATORY_OF|SUPPORTED_BY|COORDINATED_BY]->(unit)
  WHERE type(f) = $relation
  RETURN DISTINCT member
}
WITH network, units, member, substring(member.sort_key, size(split(member.sort_key, '\t')[0]) + 1) AS name
WHERE ($from_type IS NULL OR $from_type IN labels(member))
  AND ($after IS NULL OR name >= split($after, '\t')[0] + '\t' + split($after, '\t')[1])
WITH network, units, member, name
ORDER BY name
WITH network, member, name, COLLECT {
    MATCH fact = (member)-[f:MEMBER_OF|OBSERVER_OF|CANDIDATE_OF|SIGNATORY_OF|SUPPORTED_BY|COORDINATED_BY]->(unit)
    WHERE type(f) = $relation AND unit IN units
      AND ($deprecated OR f.rank <> 'deprecated')
      AND ($without_licence IS NULL OR any(source IN f.sources WHERE NOT source IN $without_licence))
      AND ($at IS NULL OR (f.holds_from <= $at AND (f.holds_until IS NULL OR f.holds_until > $at)))
      AND ($kind IS NULL OR f.kind = $kind) AND ($stage IS NULL OR f.stage = $stage) AND ($status IS NULL OR f.status = $status)
    RETURN fact
  } AS facts
WHERE size(facts) > 0 AND ($country IS NULL OR member.country = $country OR EXISTS {
    (member:Network)-[place:IN_COUNTRY]->(country)
    WHERE country.code = $country AND ($deprecated OR place.rank <> 'deprecated')
      AND ($without_licence IS NULL OR any(source IN place.sources WHERE NOT source IN $without_licence))
  })
// One more than asked for, since the first may have come on the page before.
WITH network, member, name, facts
ORDER BY name
LIMIT $limit + 1
UNWIND facts AS fact
WITH network, member, name, fact, relationships(fact)[0] AS f
WITH member, coalesce(f.kind, f.stage) AS kind, CASE WHEN endNode(f) <> network THEN endNode(f) END AS via_branch, fact,
  name + '\t' + CASE f.rank WHEN 'preferred' THEN '0' WHEN 'normal' THEN '1' ELSE '2' END
  + '\t' + coalesce(toString(f.holds_from), 'undated') + '\t' + f.id AS key
WHERE $after IS NULL OR key > $after
RETURN member, kind, via_branch, fact, key
ORDER BY key
LIMIT $limit
