// Shortest routes between two entities
//
// The shortest routes between $from and $to, walked in either direction; with $detours the next longer ones too.
// A route never passes a node twice.
//
// @param  from        entity      = tartu-ee          where routes start
// @param  to          entity      = climate-alliance  where they end
// @param  at          at          = today             only facts that hold on that day; `any` for all, ended ones too
// @param  max_hops    integer     = 4                 1..6  the most facts of a route
// @param  relations   relation[]  = affiliation       fact types, or classes (their types that join two parties); TAKES_PART_IN and PARTY_TO meet at a shared node
// @param  avoid       entity[]?   =                   nodes that no route passes
// @param  detours     boolean     = false             find the next longer routes too; through hubs there are very many
// @param  hubs        boolean     = false             pass through nodes that join too many to mean anything (countries, the covenants)
// @param  deprecated  boolean     = false             facts of rank deprecated count too
// @param  without_licence  licence[]?  =                   leave out what rests only on sources under these licences; `none` for those that state none
// @param  limit       integer     = 100               1..1000  the most routes
// @param  after       string?     =                   the key to continue after
// @return route       path     its nodes and facts, from $from to $to
// @return length      integer  how many facts it has
// @return key         string   length, names passed, ids
// @returns-graph
MATCH (first:Entity {id: $from}), (last:Entity {id: $to})
USING INDEX SEEK first:Entity(id)
USING INDEX SEEK last:Entity(id)
WHERE $from <> $to
WITH first, last, coalesce($avoid, []) AS avoided
// Groups, not single routes: of several that are equally long all are found, so that the answer is always the same.
CALL (first, last, avoided) {
  WITH first, last, avoided WHERE NOT $detours
  MATCH route = SHORTEST 1 GROUPS (first)
    ((a)-[f]-(b)
      WHERE type(f) IN $relations AND ($deprecated OR f.rank <> 'deprecated')
      AND ($without_licence IS NULL OR any(source IN f.sources WHERE NOT source IN $without_licence))
      AND ($at IS NULL OR (f.holds_from <= $at AND (f.holds_until IS NULL OR f.holds_until > $at)))
      AND b <> first AND (b = last OR (($hubs OR NOT coalesce(b.hub, false)) AND NOT b.id IN avoided))){1,6}
    (last)
  RETURN route
  UNION ALL
  WITH first, last, avoided WHERE $detours
  MATCH route = SHORTEST 2 GROUPS (first)
    ((a)-[f]-(b)
      WHERE type(f) IN $relations AND ($deprecated OR f.rank <> 'deprecated')
      AND ($without_licence IS NULL OR any(source IN f.sources WHERE NOT source IN $without_licence))
      AND ($at IS NULL OR (f.holds_from <= $at AND (f.holds_until IS NULL OR f.holds_until > $at)))
      AND b <> first AND (b = last OR (($hubs OR NOT coalesce(b.hub, false)) AND NOT b.id IN avoided))){1,6}
    (last)
  RETURN route
}
WITH route WHERE length(route) <= $max_hops
WITH route, nodes(route) AS passed, relationships(route) AS facts
WHERE all(node IN passed WHERE single(other IN passed WHERE other = node))
WITH route, length(route) AS length, facts,
  reduce(text = toString(length(route)), node IN passed | text + '\t' + node.search_names[0] + '\t' + node.id) AS place,
  reduce(text = '', fact IN facts | text + CASE fact.rank WHEN 'preferred' THEN '0' WHEN 'normal' THEN '1' ELSE '2' END) AS ranks
WITH route, length, reduce(text = place + '\t' + ranks, fact IN facts | text + '\t' + fact.id) AS key
WHERE $after IS NULL OR key > $after
RETURN route, length, key
ORDER BY key
LIMIT $limit
