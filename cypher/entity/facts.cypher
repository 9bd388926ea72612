// All that is known of an entity
//
// Every fact that begins or ends at $entity, by class, then by type and by the type and name of the other side.
//
// @param  entity      entity       = b40    the entity, of any type
// @param  at          at           = any    only facts that hold on that day; `any` for all, ended and undated ones too
// @param  class       string?      =        affiliation|office|event|place|commitment|topic|figure|provenance  only facts of this class
// @param  relations   relation[]?  =        only facts of these types or classes
// @param  direction   string       = both   both|out|in  out: facts that begin at it; in: facts that end at it
// @param  deprecated  boolean      = false  facts of rank deprecated count too
// @param  without_licence  licence[]?  =    leave out what rests only on sources under these licences; `none` for those that state none
// @param  limit       integer      = 100    1..1000  the most facts
// @param  after       string?      =        the key to continue after
// @return class       string  the class of the fact's type
// @return other       node    the fact's other side
// @return fact        fact    the fact
// @return key         string  class, type, type and name of the other side, rank, start, ids
// @returns-graph
MATCH (entity:Entity {id: $entity})
USING INDEX SEEK entity:Entity(id)
MATCH (entity)-[f]-(other)
WHERE ($deprecated OR f.rank <> 'deprecated')
  AND ($without_licence IS NULL OR any(source IN f.sources WHERE NOT source IN $without_licence))
  AND ($at IS NULL OR (f.holds_from <= $at AND (f.holds_until IS NULL OR f.holds_until > $at)))
  AND ($relations IS NULL OR type(f) IN $relations)
  AND ($direction = 'both' OR ($direction = 'out') = (startNode(f) = entity))
WITH f, other, type(f) AS type
WITH f, other, type, CASE
    WHEN type IN ['MEMBER_OF', 'OBSERVER_OF', 'CANDIDATE_OF', 'SIGNATORY_OF', 'SUPPORTED_BY', 'COORDINATED_BY', 'BRANCH_OF', 'WORKING_GROUP_OF', 'TAKES_PART_IN', 'PARTY_TO'] THEN 0
    WHEN type IN ['PRESIDES', 'HOSTS_SECRETARIAT_OF', 'MAYOR_OF', 'DEPUTY_MAYOR_OF', 'HOLDS_OFFICE_IN'] THEN 1
    WHEN type IN ['HOSTED', 'ORGANISED', 'ATTENDED', 'INVITED_TO', 'RESULTED_IN', 'HELD_BY'] THEN 2
    WHEN type IN ['IN_COUNTRY', 'PART_OF', 'LOCATED_IN'] THEN 3
    WHEN type IN ['COMMITTED_TO'] THEN 4
    WHEN type IN ['ABOUT'] THEN 5
    WHEN type IN ['REPORTS'] THEN 6
    WHEN type IN ['MENTIONED_IN'] THEN 7
  END AS nth
WHERE ($class IS NULL OR nth = head([i IN range(0, 7) WHERE
    ['affiliation', 'office', 'event', 'place', 'commitment', 'topic', 'figure', 'provenance'][i] = $class]))
  AND ($after IS NULL OR nth + '\t' + type + '\t' + other.sort_key + '\t3' > $after)
// A key for each of a hub's ten thousand facts takes too long, so the page is first cut where its keys begin alike. What a page
// needs is within: no two nodes are joined by a hundred facts of one type.
WITH f, other, type, nth
ORDER BY nth, type, other.sort_key
LIMIT $limit + 200
WITH f, other, ['affiliation', 'office', 'event', 'place', 'commitment', 'topic', 'figure', 'provenance'][nth] AS class,
  nth + '\t' + type + '\t' + other.sort_key
  + '\t' + CASE f.rank WHEN 'preferred' THEN '0' WHEN 'normal' THEN '1' ELSE '2' END
  + '\t' + coalesce(toString(f.holds_from), 'undated') + '\t' + f.id AS key
WHERE $after IS NULL OR key > $after
MATCH fact = ()-[f]->()
RETURN class, other, fact, key
ORDER BY key
LIMIT $limit
