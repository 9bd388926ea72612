// Events of a network
//
// The events that are $network's own (HELD_BY) and those that it organised or supported (ORGANISED), each relation in a row of its
// own, oldest first, those without a day last. An event of a working group or of a branch is told with the way from it to the
// network; it is left out where the group or branch is known to have been none of the network's when the event took place. A part
// of an event that is the network's is told with the way through that event, unless it is the network's itself.
//
// @param  network     entity      = b40                 the network
// @param  relations   relation[]  = HELD_BY,ORGANISED   HELD_BY|ORGANISED  whose event it is, who organised it, or both
// @param  kind        string?     =                     only events of this kind: summit, general assembly, conference, workshop …
// @param  year        integer?    =                     1..9999  only events that began in this year
// @param  branches    boolean     = true                events of a branch count for its parent
// @param  parts       boolean     = true                parts of an event count for the network whose event it is
// @param  deprecated  boolean     = false               facts of rank deprecated count too
// @param  without_licence  licence[]?  =                leave out what rests only on sources under these licences; `none` for those that state none
// @param  limit       integer     = 100                 1..1000  the most rows
// @param  after       string?     =                     the key to continue after
// @return event       node     the event
// @return start       date?    its first day, or the first day of the month or year it is known to
// @return start_precision  string?  day, month or year
// @return relation    string   HELD_BY: it is the network's event; ORGANISED: the network organised or supported it
// @return role        string?  its part in the organising: organiser, co-organiser, supporter
// @return via         node?    the working group or branch whose event it is; null where it is the network's own
// @return part_of     node?    the larger event that is the network's, where this one counts as a part of it
// @return route       path     the facts from the event to the network
// @return key         string   day, name, relation, ids
// @returns-graph
MATCH (network:Entity {id: $network})
USING INDEX SEEK network:Entity(id)
MATCH route = (event:Event)
  ((piece)-[part:PART_OF]->(larger)
    WHERE $parts AND ($deprecated OR part.rank <> 'deprecated')
    AND ($without_licence IS NULL OR any(source IN part.sources WHERE NOT source IN $without_licence))){0,4}
  (main)-[f:HELD_BY|ORGANISED]-(owner)
  ((lower)-[step:WORKING_GROUP_OF|BRANCH_OF]->(upper)
    WHERE ($branches OR type(step) <> 'BRANCH_OF') AND ($deprecated OR step.rank <> 'deprecated')
    AND ($without_licence IS NULL OR any(source IN step.sources WHERE NOT source IN $without_licence))){0,5}
  (network)
WHERE type(f) IN $relations AND (main = event OR type(f) = 'HELD_BY')
  AND ($deprecated OR f.rank <> 'deprecated')
  AND ($without_licence IS NULL OR any(source IN f.sources WHERE NOT source IN $without_licence))
  AND ($kind IS NULL OR event.kind = $kind)
  AND ($year IS NULL OR event.start.year = $year)
WITH network, event, main, f, owner, route, size(part) AS far, step AS steps,
  event.start + duration(CASE event.start_precision WHEN 'year' THEN {years: 1} WHEN 'month' THEN {months: 1} ELSE {days: 1} END) AS over
// Not yet a part only where a source says since when; no more a part where one says until when.
WHERE none(step IN steps WHERE coalesce(step.since IS NOT NULL AND step.holds_from >= over, false)
  OR coalesce(step.holds_until <= event.start, false))
WITH network, event, type(f) AS relation, min(far) AS nearest, collect({far: far, main: main, f: f, owner: owner, route: route}) AS ways
UNWIND [way IN ways WHERE way.far = nearest] AS way
WITH network, event, way.main AS main, way.f AS f, way.owner AS owner, way.route AS route
WITH event, event.start AS start, type(f) AS relation, CASE type(f) WHEN 'ORGANISED' THEN f.role END AS role,
  CASE WHEN owner <> network THEN owner END AS via, CASE WHEN main <> event THEN main END AS part_of, route,
  coalesce(toString(event.start), 'undated') + '\t' + event.search_names[0] + '\t' + event.id + '\t' + type(f)
  + '\t' + CASE f.rank WHEN 'preferred' THEN '0' WHEN 'normal' THEN '1' ELSE '2' END
  + reduce(text = '', fact IN relationships(route) | text + '\t' + fact.id) AS key
WHERE $after IS NULL OR key > $after
RETURN event, start, event.start_precision AS start_precision, relation, role, via, part_of, route, key
ORDER BY key
LIMIT $limit
