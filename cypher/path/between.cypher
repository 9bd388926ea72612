// Every direct fact of two entities
//
// What sources state of $from and $to with nothing between them, in either direction, by type and start: current, ended
// and undated facts alike. How they are linked through others, path/all tells.
//
// @param  from        entity       = tirana-al  one of the two
// @param  to          entity       = b40        the other
// @param  at          at           = any        only facts that hold on that day; `any` for all, ended and undated ones too
// @param  relations   relation[]?  =            only facts of these types or classes
// @param  deprecated  boolean      = false      facts of rank deprecated count too
// @param  without_licence  licence[]?  =        leave out what rests only on sources under these licences; `none` for those that state none
// @param  limit       integer      = 100        1..1000  the most facts
// @param  after       string?      =            the key to continue after
// @return type        string   the type of the fact
// @return forward     boolean  whether it leads from $from to $to
// @return ended       boolean  whether it holds no more, on $at or today
// @return fact        fact     the fact
// @return key         string   type, direction, start, rank, id
// @returns-graph
MATCH (one:Entity {id: $from}), (other:Entity {id: $to})
USING INDEX SEEK one:Entity(id)
USING INDEX SEEK other:Entity(id)
MATCH fact = (one)-[f]-(other)
WHERE ($relations IS NULL OR type(f) IN $relations)
  AND ($deprecated OR f.rank <> 'deprecated')
  AND ($without_licence IS NULL OR any(source IN f.sources WHERE NOT source IN $without_licence))
  AND ($at IS NULL OR (f.holds_from <= $at AND (f.holds_until IS NULL OR f.holds_until > $at)))
WITH type(f) AS type, startNode(f) = one AS forward, coalesce(f.holds_until <= coalesce($at, date()), false) AS ended, fact,
  type(f) + '\t' + CASE WHEN startNode(f) = one THEN '0' ELSE '1' END
  + '\t' + coalesce(toString(f.holds_from), 'undated')
  + '\t' + CASE f.rank WHEN 'preferred' THEN '0' WHEN 'normal' THEN '1' ELSE '2' END + '\t' + f.id AS key
WHERE $after IS NULL OR key > $after
RETURN type, forward, ended, fact, key
ORDER BY key
LIMIT $limit
