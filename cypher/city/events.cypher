// Events of a city
//
// The events that $city hosted, organised or attended, that people attended on its behalf, that it or they were only invited to,
// and that were held there, oldest first, undated ones last. One row for each fact: each part it had is a kind of its own.
//
// @param  city          entity     = tirana-al  the city
// @param  relation      relation?  =            HOSTED|ORGANISED|ATTENDED|INVITED_TO|LOCATED_IN  only this part
// @param  year_from     integer?   =            1800..2100  only events that began in this year or later
// @param  year_to       integer?   =            1800..2100  only events that began in this year or earlier
// @param  deprecated    boolean    = false      facts of rank deprecated count too
// @param  without_licence  licence[]?  =            leave out what rests only on sources under these licences; `none` for those that state none
// @param  limit         integer    = 100        1..1000  the most rows
// @param  after         string?    =            the key to continue after
// @return event         node     the event
// @return start         date?    its first day, as far as it is known
// @return start_precision  string?  day, month or year
// @return relation      string   HOSTED, ORGANISED, ATTENDED, INVITED_TO (whether they came is not known) or LOCATED_IN (it was held there)
// @return role          string?  in what role, where a source says
// @return person        node?    who acted on the city's behalf; null where the fact is the city's own
// @return fact          fact     the fact
// @return key           string   start, name, part, ids
// @returns-graph
CALL () {
  MATCH fact = (city:Entity {id: $city})-[f:HOSTED|ORGANISED|ATTENDED|INVITED_TO]->(event)
  USING INDEX SEEK city:Entity(id)
  WHERE city:City
  RETURN event, f, fact, null AS person
  UNION ALL
  MATCH fact = (event:Event)-[f:LOCATED_IN]->(city:Entity {id: $city})
  USING INDEX SEEK city:Entity(id)
  WHERE city:City
  RETURN event, f, fact, null AS person
  UNION ALL
  // Whom a person stood for is a property of the fact: all events are read in the order of their index.
  MATCH (city:Entity {id: $city})
  USING INDEX SEEK city:Entity(id)
  WHERE city:City
  MATCH (event:Entity)
  USING INDEX event:Entity(sort_key)
  WHERE event.sort_key > 'Event\t' AND event.sort_key < 'Event\n'
  MATCH fact = (person)-[f:ATTENDED|INVITED_TO {on_behalf_of: $city}]->(event)
  RETURN event, f, fact, person
}
WITH event, f, fact, person
WHERE ($relation IS NULL OR type(f) = $relation)
  AND ($deprecated OR f.rank <> 'deprecated')
  AND ($without_licence IS NULL OR any(source IN f.sources WHERE NOT source IN $without_licence))
  AND ($year_from IS NULL OR event.start.year >= $year_from)
  AND ($year_to IS NULL OR event.start.year <= $year_to)
WITH event, event.start AS start, type(f) AS relation, f.role AS role, person, fact,
  coalesce(toString(event.start), 'undated') + '\t' + event.search_names[0] + '\t' + event.id
  + '\t' + CASE type(f) WHEN 'HOSTED' THEN '0' WHEN 'ORGANISED' THEN '1' WHEN 'ATTENDED' THEN '2' WHEN 'INVITED_TO' THEN '3' ELSE '4' END
  + '\t' + CASE WHEN person IS NULL THEN '0' ELSE '1' END + '\t' + coalesce(person.search_names[0], '')
  + '\t' + CASE f.rank WHEN 'preferred' THEN '0' WHEN 'normal' THEN '1' ELSE '2' END + '\t' + f.id AS key
WHERE $after IS NULL OR key > $after
RETURN event, start, event.start_precision AS start_precision, relation, role, person, fact, key
ORDER BY key
LIMIT $limit
