// Who belongs to several networks
//
// Cities and others that belong to every one of $networks, by name, with the facts by which they do. With `at=any` they may have
// belonged at different times. One kind of belonging unless more are asked for; each network's kinds are named. A member of a
// branch belongs to its parent too, and the branch's fact is among those told. A belonging has ended where any fact on the way to
// the network has: a former member's, or that of a branch which has left.
//
// It takes two networks or more: of a single one there are no rows, and network/members lists who belongs to it.
//
// @param  networks    entity[]    = b40,iclei  two networks or more; with a single one there are no rows
// @param  at          at          = today      only facts that hold on that day; `any` for all, ended and undated ones too
// @param  relations   relation[]  = MEMBER_OF  MEMBER_OF|OBSERVER_OF|CANDIDATE_OF|SIGNATORY_OF|SUPPORTED_BY|COORDINATED_BY  kinds of belonging that count
// @param  from_type   entity_type?  =          City|Region|Organisation|Network  only those of this type
// @param  country     country?    =            only those of this country
// @param  branches    boolean     = true       members of a branch count for its parent
// @param  deprecated  boolean     = false      facts of rank deprecated count too
// @param  without_licence  licence[]?  =       leave out what rests only on sources under these licences; `none` for those that state none
// @param  limit       integer     = 100        1..1000  the most rows
// @param  after       string?     =            the key to continue after
// @return entity      node      who belongs to all of them
// @return belongings  string[]  for each network, in the order asked, how it belongs: MEMBER_OF, MEMBER_OF[associate], MEMBER_OF[ended], SIGNATORY_OF …
// @return facts       fact[]    the facts by which it belongs to each, in the same order
// @return key         string    name, id
// @returns-graph
UNWIND CASE WHEN size($networks) > 1 THEN $networks ELSE [] END AS asked
MATCH (network:Entity {id: asked})
USING INDEX SEEK network:Entity(id)
MATCH (unit)(()-[:BRANCH_OF]->()){0,4}(network)
WITH DISTINCT network, unit
// Whoever has a fact with each of them, then, by name, who has one that counts: only those of the page are looked at closer.
MATCH (entity)-[f:MEMBER_OF|OBSERVER_OF|CANDIDATE_OF|SIGNATORY_OF|SUPPORTED_BY|COORDINATED_BY]->(unit)
WHERE type(f) IN $relations AND ($from_type IS NULL OR $from_type IN labels(entity))
WITH entity, count(DISTINCT network) AS shared
WHERE shared = size($networks) AND ($country IS NULL OR entity.country = $country OR EXISTS {
    (entity:Network)-[place:IN_COUNTRY]->({code: $country})
    WHERE ($deprecated OR place.rank <> 'deprecated')
      AND ($without_licence IS NULL OR any(source IN place.sources WHERE NOT source IN $without_licence))
  })
WITH entity, entity.search_names[0] + '\t' + entity.id AS key
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
    WHERE type(f) IN $relations
      AND ($deprecated OR f.rank <> 'deprecated')
      AND ($without_licence IS NULL OR any(source IN f.sources WHERE NOT source IN $without_licence))
      AND ($at IS NULL OR (f.holds_from <= $at AND (f.holds_until IS NULL OR f.holds_until > $at)))
    RETURN {place: place, facts: relationships(way), kind: type(f) + coalesce('[' + reduce(
      text = CASE WHEN f.kind IN ['associate', 'honorary'] THEN f.kind END,
      mark IN CASE WHEN any(step IN [f] + branch WHERE step.holds_until <= coalesce($at, date())) THEN ['ended'] ELSE [] END | coalesce(text + ',', '') + mark) + ']', '')}
    ORDER BY place, type(f), f.kind, f.holds_from, f.id
  } AS ways
WHERE all(place IN range(0, size($networks) - 1) WHERE any(way IN ways WHERE way.place = place))
WITH entity, key, ways
ORDER BY key
LIMIT $limit
RETURN entity, [place IN range(0, size($networks) - 1) | reduce(text = '', kind IN reduce(kinds = [],
      way IN [way IN ways WHERE way.place = place] | CASE WHEN way.kind IN kinds THEN kinds ELSE kinds + way.kind END)
    | text + CASE text WHEN '' THEN '' ELSE ', ' END + kind)] AS belongings,
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
