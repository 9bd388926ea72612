// Shortest routes between two entities
//
// The shortest routes between $from and $to, walked in either direction, with their kind of link; with $detours the next longer
// ones too. A route never passes a node twice.
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
// @param  without_licence  licence[]?  =              leave out what rests only on sources under these licences; `none` for those that state none
// @param  limit       integer     = 100               1..1000  the most routes
// @param  after       string?     =                   the key to continue after
// @return route       path     its nodes and facts, from $from to $to
// @return pattern     string   the kind of link: its fact types in order, ^ before one walked backwards
// @return length      integer  how many facts it has
// @return key         string   length, names passed, ranks, ids
// @returns-graph
MATCH (first:Entity {id: $from}), (last:Entity {id: $to})
USING INDEX SEEK first:Entity(id)
USING INDEX SEEK last:Entity(id)
WHERE $from <> $to
WITH first, last, coalesce($avoid, []) AS avoided
// Walked from both ends, one fact a round, always from the end with fewer facts: a hub of ten thousand is looked at from the other
// side. Each half-made route is kept with its nodes and facts behind $from and before $to. The whole walk is one expression, so that no
// row carries it.
UNWIND reduce(every = [], found IN reduce(walk = {open: [{left: [first], out: [], right: [last], back: []}], done: []}, hops IN range(1, $max_hops) |
  CASE WHEN size(walk.done) >= CASE WHEN $detours THEN 2 ELSE 1 END THEN walk ELSE head([
    round IN [COLLECT {
      UNWIND walk.open AS half
      WITH half, last(half.left) AS left, head(half.right) AS right
      WITH half, left, right, COUNT { (left)--() } <= COUNT { (right)--() } AS onward
      WITH half, onward, CASE WHEN onward THEN left ELSE right END AS near, CASE WHEN onward THEN right ELSE left END AS far
      MATCH (near)-[f]-(next)
      WHERE (next = far OR (hops < $max_hops AND ($hubs OR NOT coalesce(next.hub, false)) AND NOT next.id IN avoided
          AND NOT next IN half.left AND NOT next IN half.right))
        AND type(f) IN $relations AND ($deprecated OR f.rank <> 'deprecated')
        AND ($without_licence IS NULL OR any(source IN f.sources WHERE NOT source IN $without_licence))
        AND ($at IS NULL OR (f.holds_from <= $at AND (f.holds_until IS NULL OR f.holds_until > $at)))
      RETURN CASE
        WHEN next = far THEN {passed: half.left + half.right, facts: half.out + f + half.back}
        WHEN onward THEN {left: half.left + next, out: half.out + f, right: half.right, back: half.back}
        ELSE {left: half.left, out: half.out, right: [next] + half.right, back: [f] + half.back}
      END
    }] | {open: [half IN round WHERE half.passed IS NULL], done: walk.done + [
      // All of one length, where there are any.
      found IN [[whole IN round WHERE whole.passed IS NOT NULL]] WHERE size(found) > 0]}
  ]) END
).done | every + found) AS whole
WITH first, last, whole.passed AS passed, whole.facts AS facts,
  reduce(text = toString(size(whole.facts)), node IN whole.passed | text + '\t' + node.search_names[0] + '\t' + node.id) AS place,
  reduce(text = '', f IN whole.facts | text + CASE f.rank WHEN 'preferred' THEN '0' WHEN 'normal' THEN '1' ELSE '2' END) AS ranks
WITH first, last, passed, facts, reduce(text = place + '\t' + ranks, f IN facts | text + '\t' + f.id) AS key
WHERE $after IS NULL OR key > $after
WITH first, last, passed, facts, key
ORDER BY key
LIMIT $limit
// The kind of link: ^ before a fact walked backwards, in brackets what makes it another kind than its type says.
WITH first, last, passed, facts, key, [fact IN facts | [
    CASE WHEN [type(fact), coalesce(fact.kind, fact.role)] IN
      [['MEMBER_OF', 'associate'], ['MEMBER_OF', 'honorary'], ['TAKES_PART_IN', 'planned'], ['ORGANISED', 'supporter'], ['ATTENDED', 'observer']]
      THEN coalesce(fact.kind, fact.role) END,
    CASE WHEN fact.holds_until <= coalesce($at, date()) THEN 'ended' END
  ]] AS marks
WITH first, last, facts, key, reduce(text = '', i IN range(0, size(facts) - 1) |
    text + CASE i WHEN 0 THEN '' ELSE '>' END
    + CASE WHEN startNode(facts[i]) = passed[i] THEN '' ELSE '^' END + type(facts[i])
    + coalesce('[' + marks[i][0] + ',' + marks[i][1] + ']', '[' + coalesce(marks[i][0], marks[i][1]) + ']', '')
  ) AS pattern
MATCH route = (first)-[facts*1..6]-(last)
RETURN route, pattern, length(route) AS length, key
ORDER BY key
LIMIT $limit
