// Cities linked to a network through another
//
// Every route from a city to $to that passes $via, shortest first, with the facts it rests on.
// A route never passes a node twice. Routes of different patterns are different kinds of link: a former member, a candidate
// and an observer are no members.
//
// @param  to          entity       = climate-alliance  the node to reach
// @param  via         entity?      = ceesen            the node that every route passes; empty: any way
// @param  from_type   entity_type  = City              where routes start
// @param  at          at           = today             only facts that hold on that day; `any` for all, ended ones too
// @param  max_hops    integer      = 4                 1..6  the most facts of a route
// @param  direction   string       = up                up|any  up: facts in their own direction, from a member to its network; any: either way
// @param  relations   relation[]   = affiliation       fact types, or classes (their types that join two parties); TAKES_PART_IN and PARTY_TO meet at a shared node
// @param  avoid       entity[]?    =                   nodes that no route passes
// @param  hubs        boolean      = false             pass through nodes that join too many to mean anything (countries, the covenants)
// @param  branches    boolean      = true              follow branches to their parent network
// @param  status      string?      =                   only those whose signature of a covenant has this status
// @param  deprecated  boolean      = false             facts of rank deprecated count too
// @param  without_licence  licence[]?   =                   leave out what rests only on sources under these licences; `none` for those that state none
// @param  limit       integer      = 100               1..1000  the most routes
// @param  after       string?      =                   the key to continue after
// @return city        node    the city, or other node of $from_type
// @return route       path    its nodes and facts, from the city to $to
// @return pattern     string  the kind of link: its fact types in order, ^ before one walked backwards
// @return key         string  length, pattern, name, ids
// @returns-graph
// @slow 410 ms, 500 ms at p95, to the Covenant of Mayors without $via: each of 12,000 routes gets its pattern and its key.
MATCH (target:Entity {id: $to}), (anchor:Entity {id: coalesce($via, $to)})
USING INDEX SEEK target:Entity(id)
USING INDEX SEEK anchor:Entity(id)
WHERE $via IS NULL OR ($via <> $to AND NOT $via IN coalesce($avoid, []))
WITH target, anchor, coalesce($avoid, []) AS avoided,
  [type IN $relations WHERE $branches OR type <> 'BRANCH_OF'] AS types,
  CASE $direction WHEN 'any' THEN $relations ELSE ['TAKES_PART_IN', 'PARTY_TO'] END AS both_ways,
  $max_hops - CASE WHEN $via IS NULL THEN 0 ELSE 1 END AS reach
// Walked back from the anchor: $via, else $to; behind $via a last stretch leads on to $to. Who is one fact away is asked for apart:
// a hub has ten thousand of them, and each would be looked at once for every stretch. An upper bound cannot be a parameter, so
// farther routes are made of stretches of two facts, each entered only where `reach` goes that far and the one before is full.
CALL (target, anchor, avoided, types, both_ways, reach) {
  MATCH route = (start)-[f]-(anchor)
    ((c)-[g]-(d) WHERE $via IS NOT NULL AND (c = anchor OR $max_hops > 2)
      AND type(g) IN types AND (startNode(g) = c OR type(g) IN both_ways) AND ($deprecated OR g.rank <> 'deprecated')
      AND ($without_licence IS NULL OR any(source IN g.sources WHERE NOT source IN $without_licence))
      AND ($at IS NULL OR (g.holds_from <= $at AND (g.holds_until IS NULL OR g.holds_until > $at)))
      AND (c = anchor OR (c <> target AND ($hubs OR NOT coalesce(c.hub, false)) AND NOT c.id IN avoided))){0,5}
    (target)
  WHERE type(f) IN types AND (startNode(f) = start OR type(f) IN both_ways) AND ($deprecated OR f.rank <> 'deprecated')
    AND ($without_licence IS NULL OR any(source IN f.sources WHERE NOT source IN $without_licence))
    AND ($at IS NULL OR (f.holds_from <= $at AND (f.holds_until IS NULL OR f.holds_until > $at)))
    AND length(route) <= $max_hops
  RETURN start, route
  UNION ALL
  MATCH route = (start)
    ((x)-[far]-(y) WHERE reach > 4
      AND type(far) IN types AND (startNode(far) = x OR type(far) IN both_ways) AND ($deprecated OR far.rank <> 'deprecated')
      AND ($without_licence IS NULL OR any(source IN far.sources WHERE NOT source IN $without_licence))
      AND ($at IS NULL OR (far.holds_from <= $at AND (far.holds_until IS NULL OR far.holds_until > $at)))
      AND y <> anchor AND y <> target AND ($hubs OR NOT coalesce(y.hub, false)) AND NOT y.id IN avoided){0,2}
    ((v)-[mid]-(w) WHERE reach > 2
      AND type(mid) IN types AND (startNode(mid) = v OR type(mid) IN both_ways) AND ($deprecated OR mid.rank <> 'deprecated')
      AND ($without_licence IS NULL OR any(source IN mid.sources WHERE NOT source IN $without_licence))
      AND ($at IS NULL OR (mid.holds_from <= $at AND (mid.holds_until IS NULL OR mid.holds_until > $at)))
      AND w <> anchor AND w <> target AND ($hubs OR NOT coalesce(w.hub, false)) AND NOT w.id IN avoided){0,2}
    ((a)-[f]-(b) WHERE reach > 1
      AND type(f) IN types AND (startNode(f) = a OR type(f) IN both_ways) AND ($deprecated OR f.rank <> 'deprecated')
      AND ($without_licence IS NULL OR any(source IN f.sources WHERE NOT source IN $without_licence))
      AND ($at IS NULL OR (f.holds_from <= $at AND (f.holds_until IS NULL OR f.holds_until > $at)))
      AND (b = anchor OR (b <> target AND ($hubs OR NOT coalesce(b.hub, false)) AND NOT b.id IN avoided))){2}
    (anchor)
    ((c)-[g]-(d) WHERE $via IS NOT NULL AND (c = anchor OR $max_hops > 2)
      AND type(g) IN types AND (startNode(g) = c OR type(g) IN both_ways) AND ($deprecated OR g.rank <> 'deprecated')
      AND ($without_licence IS NULL OR any(source IN g.sources WHERE NOT source IN $without_licence))
      AND ($at IS NULL OR (g.holds_from <= $at AND (g.holds_until IS NULL OR g.holds_until > $at)))
      AND (c = anchor OR (c <> target AND ($hubs OR NOT coalesce(c.hub, false)) AND NOT c.id IN avoided))){0,5}
    (target)
  WHERE (size(far) = 0 OR size(mid) = 2) AND length(route) <= $max_hops
  RETURN start, route
}
WITH start, route
WHERE $from_type IN labels(start)
  AND ($status IS NULL OR EXISTS {
    (start)-[signature:SIGNATORY_OF]->()
    WHERE signature.status = $status AND ($deprecated OR signature.rank <> 'deprecated')
    AND ($without_licence IS NULL OR any(source IN signature.sources WHERE NOT source IN $without_licence))
      AND ($at IS NULL OR (signature.holds_from <= $at AND (signature.holds_until IS NULL OR signature.holds_until > $at)))
  })
WITH start, route, nodes(route) AS passed, relationships(route) AS facts
WHERE size(facts) = 1 OR all(node IN passed WHERE single(other IN passed WHERE other = node))
// The kind of link: ^ before a fact walked backwards, in brackets what makes it another kind than its type says.
WITH start, route, passed, facts, [fact IN facts | [
    CASE WHEN [type(fact), coalesce(fact.kind, fact.role)] IN
      [['MEMBER_OF', 'associate'], ['MEMBER_OF', 'honorary'], ['TAKES_PART_IN', 'planned'], ['ORGANISED', 'supporter'], ['ATTENDED', 'observer']]
      THEN coalesce(fact.kind, fact.role) END,
    CASE WHEN fact.holds_until <= coalesce($at, date()) THEN 'ended' END
  ]] AS marks
WITH start, route, facts, reduce(text = '', i IN range(0, size(facts) - 1) |
    text + CASE i WHEN 0 THEN '' ELSE '>' END
    + CASE WHEN startNode(facts[i]) = passed[i] THEN '' ELSE '^' END + type(facts[i])
    + coalesce('[' + marks[i][0] + ',' + marks[i][1] + ']', '[' + coalesce(marks[i][0], marks[i][1]) + ']', '')
  ) AS pattern
WITH start AS city, route, pattern, facts,
  length(route) + '\t' + pattern + '\t' + start.search_names[0] + '\t' + start.id AS place,
  reduce(text = '', fact IN facts | text + CASE fact.rank WHEN 'preferred' THEN '0' WHEN 'normal' THEN '1' ELSE '2' END) AS ranks
WITH city, route, pattern, reduce(text = place + '\t' + ranks, fact IN facts | text + '\t' + fact.id) AS key
WHERE $after IS NULL OR key > $after
RETURN city, route, pattern, key
ORDER BY key
LIMIT $limit
