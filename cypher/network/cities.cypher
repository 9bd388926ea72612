// Cities by network
//
// Who belongs to any of $networks, by name, with the networks of these that each belongs to and the facts by which it does: what a
// map of several networks shows. One kind of belonging at a time: observers, candidates and signatories are no members. Members of
// a national branch count for its parent, and the branch's fact is among those told.
//
// @param  networks    entity[]    = b40,iclei   the networks
// @param  at          at          = today       only facts that hold on that day; `any` for all, ended ones too
// @param  relation    relation    = MEMBER_OF   MEMBER_OF|OBSERVER_OF|CANDIDATE_OF|SIGNATORY_OF|SUPPORTED_BY|COORDINATED_BY  how they belong
// @param  from_type   entity_type  = City       City|Region|Organisation|Network  who belongs
// @param  country     country?    =             only those of this country
// @param  branches    boolean     = true        members of a branch count for its parent
// @param  deprecated  boolean     = false       facts of rank deprecated count too
// @param  without_licence  licence[]?  =        leave out what rests only on sources under these licences; `none` for those that state none
// @param  limit       integer     = 500         1..1000  the most rows
// @param  after       string?     =             the key to continue after
// @return entity      node      who belongs to them
// @return networks    string[]  ids of those of the networks that it belongs to, in the order asked
// @return facts       fact[]    the facts by which it does, in the same order
// @return key         string    name, id
// @returns-graph
UNWIND $networks AS asked
MATCH (network:Entity {id: asked})
USING INDEX SEEK network:Entity(id)
MATCH (unit)(()-[:BRANCH_OF]->()){0,4}(network)
WITH DISTINCT unit
// Whoever has a fact with one of them or their branches, then, by name, who has one that counts.
MATCH (entity)-[f:MEMBER_OF|OBSERVER_OF|CANDIDATE_OF|SIGNATORY_OF|SUPPORTED_BY|COORDINATED_BY]->(unit)
WHERE type(f) = $relation AND $from_type IN labels(entity) AND ($country IS NULL OR entity.country = $country OR EXISTS {
    (entity:Network)-[place:IN_COUNTRY]->({code: $country})
    WHERE ($deprecated OR place.rank <> 'deprecated')
      AND ($without_licence IS NULL OR any(source IN place.sources WHERE NOT source IN $without_licence))
  })
  AND ($deprecated OR f.rank <> 'deprecated')
  AND ($without_licence IS NULL OR any(source IN f.sources WHERE NOT source IN $without_licence))
  AND ($at IS NULL OR (f.holds_from <= $at AND (f.holds_until IS NULL OR f.holds_until > $at)))
WITH DISTINCT entity, entity.search_names[0] + '\t' + entity.id AS key
WHERE $after IS NULL OR key > $after
WITH entity, key
ORDER BY key
WITH entity, key, COLLECT {
    UNWIND range(0, size($networks) - 1) AS place
    MATCH way = (entity)-[f:MEMBER_OF|OBSERVER_OF|CANDIDATE_OF|SIGNATORY_OF|SUPPORTED_BY|COORDINATED_BY]->(unit)
      ((lower)-[branch:BRANCH_OF]->(upper)
        WHERE $branches AND ($deprecated OR branch.rank <> 'deprecated')
        AND ($without_licence IS NULL OR any(source IN branch.sources WHERE NOT source IN $without_licence))
        AND ($at IS NULL OR (branch.holds_from <= $at AND (branch.holds_until IS NULL OR branch.holds_until > $at)))){0,4}
      (network {id: $networks[place]})
    WHERE type(f) = $relation
      AND ($deprecated OR f.rank <> 'deprecated')
      AND ($without_licence IS NULL OR any(source IN f.sources WHERE NOT source IN $without_licence))
      AND ($at IS NULL OR (f.holds_from <= $at AND (f.holds_until IS NULL OR f.holds_until > $at)))
    RETURN {place: place, facts: relationships(way)}
    ORDER BY place, f.holds_from, f.id
  } AS ways
WHERE size(ways) > 0
WITH entity, key, ways
ORDER BY key
LIMIT $limit
RETURN entity, [place IN range(0, size($networks) - 1) WHERE any(way IN ways WHERE way.place = place) | $networks[place]] AS networks,
  COLLECT {
    UNWIND range(0, size(ways) - 1) AS i
    UNWIND ways[i].facts AS f
    WITH f, min(i) AS i
    MATCH fact = ()-[f]->()
    RETURN fact
    ORDER BY i, f.id
  } AS facts, key
ORDER BY key
LIMIT $limit
