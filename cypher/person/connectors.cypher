// People who link two networks
//
// People tied to both $first and $second, by name, with every way in which they are: an office in the network; an office in a city
// or body that is its member; having attended an event of the network, or of a working group or branch of it, or a part of such an
// event, for a member or for itself.
//
// One row for each way, so that ways of different patterns are never added up. Members of a branch count for its parent.
//
// @param  first         entity   = b40    the one network
// @param  second        entity   = iclei  the other network
// @param  at            at       = today  only offices and memberships of that day; `any` for all; events are of any day
// @param  branches      boolean  = true   what a branch belongs to counts for the members of the branch
// @param  deprecated    boolean  = false  facts of rank deprecated count too
// @param  without_licence  licence[]?  =            leave out what rests only on sources under these licences; `none` for those that state none
// @param  limit         integer  = 100    1..1000  the most rows
// @param  after         string?  =        the key to continue after
// @return person        node     who links the two
// @return network       node     the one of the two that the way leads to
// @return pattern       string   the kind of way: its fact types in order, with what makes it another kind in brackets
// @return route         path     the way, from the person to the network
// @return on_behalf_of  node?    for events: the member, or the network, that the person stood for
// @return membership    path?    for events: the way from that member to the network; null where it is the network
// @return key           string   name, first or second network, length, pattern, ids
// @returns-graph
UNWIND CASE $first WHEN $second THEN [] ELSE [$first, $second] END AS id
MATCH (network:Entity {id: id})
USING INDEX SEEK network:Entity(id)
CALL (network) {
  // An office in the network or in a branch of it; in a member of it or of a branch.
  MATCH route = (person)-[o:MAYOR_OF|DEPUTY_MAYOR_OF|HOLDS_OFFICE_IN]->(body)((x)-[m:MEMBER_OF]->(y)){0,1}
    ((lower)-[b:BRANCH_OF]->(upper) WHERE $branches){0,4}(network)
  RETURN person, route, relationships(route) AS timed, null AS on_behalf_of, null AS membership
  UNION ALL
  MATCH route = (person:Person)-[a:ATTENDED]->(event)((piece)-[p:PART_OF]->(larger)){0,4}(main)-[h:HELD_BY]->(holder)
    ((x)-[w:WORKING_GROUP_OF|BRANCH_OF]->(y) WHERE $branches OR type(w) <> 'BRANCH_OF'){0,5}(network)
  WITH network, person, route, a, p, h, w, event,
    event.start + CASE event.start_precision WHEN 'year' THEN duration({years: 1}) WHEN 'month' THEN duration({months: 1}) ELSE duration({days: 1}) END AS over
  WHERE a.on_behalf_of IS NOT NULL AND all(f IN [a, h] + p + w WHERE ($deprecated OR f.rank <> 'deprecated')
      AND ($without_licence IS NULL OR any(source IN f.sources WHERE NOT source IN $without_licence)))
    // Left out where the group or branch is known to have been none of the network's at the time.
    AND none(f IN w WHERE coalesce(f.holds_until <= event.start, false) OR coalesce(f.since IS NOT NULL AND f.holds_from >= over, false))
  // A part that is the network's event itself is not told through the larger one too.
  WITH network, person, a, min(size(p)) AS nearest, collect([size(p), route]) AS routes
  UNWIND [one IN routes WHERE one[0] = nearest | one[1]] AS route
  WITH network, person, route, a.on_behalf_of AS represented
  MATCH (stood_for:Entity {id: represented})
  USING INDEX SEEK stood_for:Entity(id)
  WITH network, person, route, stood_for
  MATCH membership = (stood_for)((x1)-[m:MEMBER_OF]->(y1)){0,1}((lower)-[b:BRANCH_OF]->(upper) WHERE $branches){0,4}(network)
  RETURN person, route, relationships(membership) AS timed, stood_for AS on_behalf_of, membership
}
WITH network, id, person, route, timed, on_behalf_of, CASE WHEN size(timed) > 0 THEN membership END AS membership
WHERE all(f IN timed WHERE ($deprecated OR f.rank <> 'deprecated')
    AND ($without_licence IS NULL OR any(source IN f.sources WHERE NOT source IN $without_licence))
    AND ($at IS NULL OR (f.holds_from <= $at AND (f.holds_until IS NULL OR f.holds_until > $at))))
  AND none(node IN nodes(route)[..-1] WHERE node = network) AND none(node IN coalesce(nodes(membership), [])[..-1] WHERE node = network)
WITH person, collect({network: network, nth: CASE id WHEN $first THEN '1' ELSE '2' END, route: route, facts: relationships(route),
  steps: relationships(membership), on_behalf_of: on_behalf_of, membership: membership}) AS ways
WHERE any(way IN ways WHERE way.nth = '1') AND any(way IN ways WHERE way.nth = '2')
UNWIND ways AS way
// The kind of way, told as in path/links: in brackets what makes a fact another kind than its type says.
WITH person, way, reduce(text = '', fact IN way.facts | text + CASE text WHEN '' THEN '' ELSE '>' END + type(fact)
  + reduce(marks = '', mark IN [
      CASE WHEN [type(fact), coalesce(fact.kind, fact.role)] IN
        [['MEMBER_OF', 'associate'], ['MEMBER_OF', 'honorary'], ['TAKES_PART_IN', 'planned'], ['ORGANISED', 'supporter'], ['ATTENDED', 'observer']]
        THEN coalesce(fact.kind, fact.role) END,
      CASE WHEN fact.holds_until <= coalesce($at, date()) THEN 'ended' END] |
    CASE WHEN mark IS NULL THEN marks WHEN marks = '' THEN '[' + mark + ']' ELSE left(marks, size(marks) - 1) + ',' + mark + ']' END)) AS pattern
WITH person, way.network AS network, pattern, way.route AS route, way.on_behalf_of AS on_behalf_of, way.membership AS membership,
  person.search_names[0] + '\t' + person.id + '\t' + way.nth + '\t' + size(way.facts) + '\t' + pattern
  + reduce(ids = '', fact IN way.facts + coalesce(way.steps, []) | ids + '\t' + fact.id) AS key
WHERE $after IS NULL OR key > $after
RETURN person, network, pattern, route, on_behalf_of, membership, key
ORDER BY key
LIMIT $limit
