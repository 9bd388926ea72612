// Events of a person
//
// The events that $person attended, in what role and on whose behalf, and those the person was only invited to or announced for,
// marked: whether they came is not known. Oldest first, undated ones last; one row for each fact.
//
// @param  person        entity    = ekrem-imamoglu  the person
// @param  invited       boolean   = true            list events that the person was only invited to too
// @param  year_from     integer?  =                 1800..2100  only events that began in this year or later
// @param  year_to       integer?  =                 1800..2100  only events that began in this year or earlier
// @param  deprecated    boolean   = false           facts of rank deprecated count too
// @param  without_licence  licence[]?  =            leave out what rests only on sources under these licences; `none` for those that state none
// @param  limit         integer   = 100             1..1000  the most rows
// @param  after         string?   =                 the key to continue after
// @return event         node      the event
// @return start         date?     its first day, as far as it is known
// @return start_precision  string?  day, month or year
// @return role          string?   in what role, where a source says
// @return on_behalf_of  node?     whom the person represented, or was to represent
// @return only_invited  boolean   whether attendance is unknown
// @return fact          fact      the attendance or invitation
// @return key           string    start, name, attended or invited, rank, ids
// @returns-graph
MATCH fact = (person:Entity {id: $person})-[f:ATTENDED|INVITED_TO]->(event)
USING INDEX SEEK person:Entity(id)
WHERE person:Person AND ($invited OR type(f) = 'ATTENDED')
  AND ($deprecated OR f.rank <> 'deprecated')
  AND ($without_licence IS NULL OR any(source IN f.sources WHERE NOT source IN $without_licence))
  AND ($year_from IS NULL OR event.start.year >= $year_from)
  AND ($year_to IS NULL OR event.start.year <= $year_to)
OPTIONAL MATCH (on_behalf_of:Entity {id: f.on_behalf_of})
USING INDEX SEEK on_behalf_of:Entity(id)
WITH event, event.start AS start, f.role AS role, on_behalf_of, type(f) = 'INVITED_TO' AS only_invited, fact,
  coalesce(toString(event.start), 'undated') + '\t' + event.search_names[0] + '\t' + event.id
  + '\t' + CASE type(f) WHEN 'ATTENDED' THEN '0' ELSE '1' END
  + '\t' + CASE f.rank WHEN 'preferred' THEN '0' WHEN 'normal' THEN '1' ELSE '2' END + '\t' + f.id AS key
WHERE $after IS NULL OR key > $after
RETURN event, start, event.start_precision AS start_precision, role, on_behalf_of, only_invited, fact, key
ORDER BY key
LIMIT $limit
