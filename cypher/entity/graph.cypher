// The neighbourhood of an entity
//
// Every fact on a route of at most $depth facts from $entity, walked either way, nearest first. A route may end at a hub (a
// country, a topic, a covenant) and goes on from it only with `hubs=true`. Facts between two of the farthest nodes are left out:
// they are one step further.
//
// @param  entity      entity       = ceesen  where routes start
// @param  depth       integer      = 1       1..3  the most facts of a route
// @param  at          at           = today   only facts that hold on that day; `any` for all, ended and undated ones too
// @param  relations   relation[]?  =         only facts of these types or classes; empty: all but MENTIONED_IN
// @param  hubs        boolean      = false   pass through nodes that join too many to mean anything (countries, topics, the covenants)
// @param  deprecated  boolean      = false   facts of rank deprecated count too
// @param  without_licence  licence[]?  =     leave out what rests only on sources under these licences; `none` for those that state none
// @param  limit       integer      = 100     1..1000  the most facts
// @param  after       string?      =         the key to continue after
// @return fact        fact     the fact; each comes once
// @return distance    integer  how many facts the shortest route has that ends with it
// @return key         string   distance, type, ids
// @returns-graph
MATCH (entity:Entity {id: $entity})
USING INDEX SEEK entity:Entity(id)
// Nearer facts come first, so a step farther is only taken where those so far do not fill the page.
WITH entity, CASE WHEN $depth = 1 THEN 0 ELSE COUNT {
    MATCH (entity)-[f]-()
    WHERE (type(f) IN $relations OR ($relations IS NULL AND type(f) <> 'MENTIONED_IN')) AND ($deprecated OR f.rank <> 'deprecated')
      AND ($without_licence IS NULL OR any(source IN f.sources WHERE NOT source IN $without_licence))
      AND ($at IS NULL OR (f.holds_from <= $at AND (f.holds_until IS NULL OR f.holds_until > $at)))
      AND ($after IS NULL OR '1\t' + type(f) + '\t' + startNode(f).id + '\t' + endNode(f).id + '\t' + f.id > $after)
    RETURN f LIMIT $limit
  } END AS first
WITH entity, first, CASE WHEN $depth < 3 OR first = $limit THEN first ELSE first + COUNT {
    MATCH (entity)-[e]-(node)
    WHERE node <> entity AND ($hubs OR NOT coalesce(node.hub, false)) AND (type(e) IN $relations OR ($relations IS NULL AND type(e) <> 'MENTIONED_IN')) AND ($deprecated OR e.rank <> 'deprecated')
      AND ($without_licence IS NULL OR any(source IN e.sources WHERE NOT source IN $without_licence))
      AND ($at IS NULL OR (e.holds_from <= $at AND (e.holds_until IS NULL OR e.holds_until > $at)))
    WITH DISTINCT entity, node
    MATCH (node)-[f]-(other)
    WHERE other <> entity AND (type(f) IN $relations OR ($relations IS NULL AND type(f) <> 'MENTIONED_IN')) AND ($deprecated OR f.rank <> 'deprecated')
      AND ($without_licence IS NULL OR any(source IN f.sources WHERE NOT source IN $without_licence))
      AND ($at IS NULL OR (f.holds_from <= $at AND (f.holds_until IS NULL OR f.holds_until > $at)))
      AND ($after IS NULL OR '2\t' + type(f) + '\t' + startNode(f).id + '\t' + endNode(f).id + '\t' + f.id > $after)
    RETURN DISTINCT f LIMIT $limit
  } END AS second
CALL (entity, first, second) {
  MATCH (entity)-[f]-()
  WHERE (type(f) IN $relations OR ($relations IS NULL AND type(f) <> 'MENTIONED_IN')) AND ($deprecated OR f.rank <> 'deprecated')
    AND ($without_licence IS NULL OR any(source IN f.sources WHERE NOT source IN $without_licence))
    AND ($at IS NULL OR (f.holds_from <= $at AND (f.holds_until IS NULL OR f.holds_until > $at)))
  RETURN f, 1 AS distance
  UNION ALL
  WITH entity, first, second
  WHERE $depth > 1 AND first < $limit
  MATCH (entity)-[e]-(node)
  WHERE node <> entity AND ($hubs OR NOT coalesce(node.hub, false)) AND (type(e) IN $relations OR ($relations IS NULL AND type(e) <> 'MENTIONED_IN')) AND ($deprecated OR e.rank <> 'deprecated')
    AND ($without_licence IS NULL OR any(source IN e.sources WHERE NOT source IN $without_licence))
    AND ($at IS NULL OR (e.holds_from <= $at AND (e.holds_until IS NULL OR e.holds_until > $at)))
  WITH DISTINCT entity, node
  MATCH (node)-[f]-(other)
  WHERE other <> entity AND (type(f) IN $relations OR ($relations IS NULL AND type(f) <> 'MENTIONED_IN')) AND ($deprecated OR f.rank <> 'deprecated')
    AND ($without_licence IS NULL OR any(source IN f.sources WHERE NOT source IN $without_licence))
    AND ($at IS NULL OR (f.holds_from <= $at AND (f.holds_until IS NULL OR f.holds_until > $at)))
  RETURN DISTINCT f, 2 AS distance
  UNION ALL
  WITH entity, first, second
  WHERE $depth > 2 AND second < $limit
  MATCH (entity)-[d]-(node)
  WHERE node <> entity AND ($hubs OR NOT coalesce(node.hub, false)) AND (type(d) IN $relations OR ($relations IS NULL AND type(d) <> 'MENTIONED_IN')) AND ($deprecated OR d.rank <> 'deprecated')
    AND ($without_licence IS NULL OR any(source IN d.sources WHERE NOT source IN $without_licence))
    AND ($at IS NULL OR (d.holds_from <= $at AND (d.holds_until IS NULL OR d.holds_until > $at)))
  WITH DISTINCT entity, node
  MATCH (node)-[e]-(next)
  WHERE next <> entity AND ($hubs OR NOT coalesce(next.hub, false)) AND (type(e) IN $relations OR ($relations IS NULL AND type(e) <> 'MENTIONED_IN')) AND ($deprecated OR e.rank <> 'deprecated')
    AND ($without_licence IS NULL OR any(source IN e.sources WHERE NOT source IN $without_licence))
    AND ($at IS NULL OR (e.holds_from <= $at AND (e.holds_until IS NULL OR e.holds_until > $at)))
  WITH DISTINCT entity, next
  MATCH (next)-[f]-(other)
  WHERE other <> entity AND (type(f) IN $relations OR ($relations IS NULL AND type(f) <> 'MENTIONED_IN')) AND ($deprecated OR f.rank <> 'deprecated')
    AND ($without_licence IS NULL OR any(source IN f.sources WHERE NOT source IN $without_licence))
    AND ($at IS NULL OR (f.holds_from <= $at AND (f.holds_until IS NULL OR f.holds_until > $at)))
  RETURN DISTINCT f, 3 AS distance
}
WITH f, min(distance) AS distance
// A key for each of a hub's ten thousand facts takes too long, so the page is first cut where its keys begin alike. What a page
// needs is within: no two nodes are joined by a hundred facts of one type.
WITH f, distance, type(f) AS type, startNode(f).id AS start, endNode(f).id AS end
WHERE $after IS NULL OR distance + '\t' + type + '\t' + start + '\t' + end + '\t~' > $after
WITH f, distance, type, start, end
ORDER BY distance, type, start, end
LIMIT $limit + 200
WITH f, distance, distance + '\t' + type + '\t' + start + '\t' + end + '\t' + f.id AS key
WHERE $after IS NULL OR key > $after
MATCH fact = ()-[f]->()
RETURN fact, distance, key
ORDER BY key
LIMIT $limit
