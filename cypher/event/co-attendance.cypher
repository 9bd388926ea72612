// Who was at the same events
//
// Who attended the events that $entity attended, with these events; whom they share most events with first, then by name. Someone
// attends in person, as a city or body of its own, or through a person who stands for it: the person and the body count each for
// itself. Who only stood for $entity, or whom $entity only stood for, is not listed for that. Two parts of one event are two events.
// event/participants has the facts.
//
// @param  entity       entity        = istanbul-tr  the city, person, network or organisation
// @param  other_type   entity_type?  =              City|Person|Network|Organisation  only others of this type
// @param  hosts        boolean       = true         who hosted an event was at it
// @param  year_from    integer?      =              1800..2100  only events that began in this year or later
// @param  year_to      integer?      =              1800..2100  only events that began in this year or earlier
// @param  deprecated   boolean       = false        facts of rank deprecated count too
// @param  without_licence  licence[]?  =            leave out what rests only on sources under these licences; `none` for those that state none
// @param  limit        integer       = 100          1..1000  the most rows
// @param  after        string?       =              the key to continue after
// @return other        node          who else was there
// @return events       integer       how many events both were at
// @return shared       node[]        these events, oldest first
// @return facts        fact[]        how the other was at them
// @return key          string        number of events (most first), name, id
// @returns-graph
MATCH (event:Entity)
USING INDEX event:Entity(sort_key)
WHERE event.sort_key > 'Event\t' AND event.sort_key < 'Event\n'
  AND ($year_from IS NULL OR event.start.year >= $year_from)
  AND ($year_to IS NULL OR event.start.year <= $year_to)
MATCH fact = (who)-[f:ATTENDED|HOSTED]->(event)
WHERE ($hosts OR type(f) = 'ATTENDED') AND ($deprecated OR f.rank <> 'deprecated')
  AND ($without_licence IS NULL OR any(source IN f.sources WHERE NOT source IN $without_licence))
WITH event, collect({id: who.id, stood_for: f.on_behalf_of, fact: fact}) AS present
WHERE any(one IN present WHERE $entity IN [one.id, one.stood_for])
WITH event, [one IN present WHERE NOT coalesce($entity IN [one.id, one.stood_for], false)] AS others
UNWIND others AS one
UNWIND [id IN [one.id, one.stood_for] WHERE id IS NOT NULL] AS id
WITH id, event, one.fact AS fact
ORDER BY coalesce(toString(event.start), 'undated'), event.sort_key, relationships(fact)[0].id
WITH id, collect(DISTINCT event) AS shared, collect(fact) AS facts
MATCH (other:Entity {id: id})
USING INDEX SEEK other:Entity(id)
WHERE $other_type IS NULL OR $other_type IN labels(other)
WITH other, size(shared) AS events, shared, facts,
  right('00000' + toString(99999 - size(shared)), 5) + '\t' + other.search_names[0] + '\t' + other.id AS key
WHERE $after IS NULL OR key > $after
RETURN other, events, shared, facts, key
ORDER BY key
LIMIT $limit
