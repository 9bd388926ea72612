// What entities share and what differs
//
// Every fact of the entities $ids, put together by kind and by what it leads to: what most of them hold first. The kind is
// written as in a route: `^` before a type that ends at them, in brackets what makes it another kind (`MEMBER_OF[associate]`,
// `MEMBER_OF[ended]`). A member of a branch counts for the parent network too. What joins two of them is told by path/between.
//
// @param  ids         entity[]     = tirana-al,istanbul-tr  the entities, two or more
// @param  at          at           = today  only facts that hold on that day; `any` for all, ended and undated ones too
// @param  relations   relation[]?  =        only facts of these types or classes
// @param  only        string?      =        shared|differing  only what all of them hold, or only what some of them do not
// @param  branches    boolean      = true   members of a branch count for its parent
// @param  deprecated  boolean      = false  facts of rank deprecated count too
// @param  without_licence  licence[]?  =    leave out what rests only on sources under these licences; `none` for those that state none
// @param  limit       integer      = 100    1..1000  the most rows
// @param  after       string?      =        the key to continue after
// @return relation  string   the kind of the facts
// @return other     node     what they lead to
// @return shared    boolean  whether all of the entities hold it
// @return held_by   node[]   which of them do
// @return facts     fact[]   the facts; of a member of a branch the steps up to the parent too
// @return key       string   how many hold it, descending; relation, type and name of the other side, id
// @returns-graph
UNWIND range(0, size($ids) - 1) AS nth
MATCH (holder:Entity {id: $ids[nth]})
USING INDEX SEEK holder:Entity(id)
WITH collect([nth, holder]) AS compared, collect(holder) AS holders
UNWIND compared AS one
WITH one[0] AS nth, one[1] AS holder, holders
CALL (holder, holders) {
  MATCH (holder)-[f]-(other)
  WHERE NOT other IN holders AND ($relations IS NULL OR type(f) IN $relations) AND ($deprecated OR f.rank <> 'deprecated')
    AND ($without_licence IS NULL OR any(source IN f.sources WHERE NOT source IN $without_licence))
    AND ($at IS NULL OR (f.holds_from <= $at AND (f.holds_until IS NULL OR f.holds_until > $at)))
  RETURN f, other, [] AS steps
  UNION ALL
  WITH holder, holders
  WHERE $branches AND ($relations IS NULL
    OR any(type IN ['MEMBER_OF', 'OBSERVER_OF', 'CANDIDATE_OF', 'SIGNATORY_OF'] WHERE type IN $relations))
  MATCH (holder)-[f:MEMBER_OF|OBSERVER_OF|CANDIDATE_OF|SIGNATORY_OF]->(unit)
    ((lower)-[branch:BRANCH_OF]->(upper)
      WHERE ($deprecated OR branch.rank <> 'deprecated')
      AND ($without_licence IS NULL OR any(source IN branch.sources WHERE NOT source IN $without_licence))
      AND ($at IS NULL OR (branch.holds_from <= $at AND (branch.holds_until IS NULL OR branch.holds_until > $at)))){1,4}
    (other)
  WHERE NOT other IN holders AND ($relations IS NULL OR type(f) IN $relations) AND ($deprecated OR f.rank <> 'deprecated')
    AND ($without_licence IS NULL OR any(source IN f.sources WHERE NOT source IN $without_licence))
    AND ($at IS NULL OR (f.holds_from <= $at AND (f.holds_until IS NULL OR f.holds_until > $at)))
  RETURN f, other, branch AS steps
}
WITH nth, f, other, steps,
  CASE WHEN startNode(f) = holder THEN '' ELSE '^' END + type(f) AS type,
  CASE WHEN type(f) IN ['MEMBER_OF', 'TAKES_PART_IN', 'ORGANISED', 'ATTENDED'] AND [type(f), coalesce(f.kind, f.role)] IN
    [['MEMBER_OF', 'associate'], ['MEMBER_OF', 'honorary'], ['TAKES_PART_IN', 'planned'], ['ORGANISED', 'supporter'], ['ATTENDED', 'observer']]
    THEN coalesce(f.kind, f.role) END AS mark,
  CASE WHEN f.holds_until <= coalesce($at, date()) OR any(step IN steps WHERE step.holds_until <= coalesce($at, date())) THEN 'ended' END AS ended
WITH nth, f, other, steps, CASE
    WHEN mark IS NULL AND ended IS NULL THEN type
    ELSE type + coalesce('[' + mark + ',' + ended + ']', '[' + coalesce(mark, ended) + ']')
  END AS relation
WITH relation, other, collect(DISTINCT nth) AS places, collect([f] + steps) AS found
WITH relation, other, places, found, size(places) = size($ids) AS shared
WHERE $only IS NULL OR shared = ($only = 'shared')
WITH relation, other, places, found, shared, right('00000' + toString(99999 - size(places)), 5) AS lacking
WHERE $after IS NULL OR lacking + '\t' + relation + '\t' + other.sort_key > $after
WITH relation, other, places, found, shared, lacking
ORDER BY lacking, relation, other.sort_key
LIMIT $limit
RETURN relation, other, shared,
  COLLECT {
    UNWIND places AS place
    MATCH (holder:Entity {id: $ids[place]})
    USING INDEX SEEK holder:Entity(id)
    RETURN holder ORDER BY place
  } AS held_by,
  COLLECT {
    UNWIND found AS facts
    UNWIND facts AS f
    WITH DISTINCT f
    MATCH fact = ()-[f]->()
    RETURN fact ORDER BY startNode(f).id, endNode(f).id, f.id
  } AS facts,
  lacking + '\t' + relation + '\t' + other.sort_key AS key
ORDER BY key
LIMIT $limit
