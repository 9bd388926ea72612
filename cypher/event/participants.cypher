// Who was at an event
//
// Cities, people, networks and organisations that attended $event, by name, each in its role; people with whom they
// represented. Behind them, marked, those who were invited or announced: whether they came is not known. Who was at a part of the
// event was at the event, and the part is named.
//
// @param  event         entity   = b40-sarajevo-meeting-2022  the event
// @param  role          string?  =                            member|observer|candidate|speaker|host|representative|participant  only those in this role
// @param  invited       boolean  = true                       list those who were only invited or announced too
// @param  parts         boolean  = true                       who was at a part of the event counts for it
// @param  deprecated    boolean  = false                      facts of rank deprecated count too
// @param  without_licence  licence[]?  =                            leave out what rests only on sources under these licences; `none` for those that state none
// @param  limit         integer  = 100                        1..1000  the most rows
// @param  after         string?  =                            the key to continue after
// @return participant   node     who attended or was invited
// @return role          string?  in what role, where a source says
// @return on_behalf_of  node?    whom a person represented
// @return only_invited  boolean  whether attendance is unknown
// @return via_part      node?    the part of the event that it was; null where it was the event itself
// @return fact          fact     the attendance or invitation
// @return key           string   attended or invited, name, itself or a part, rank, ids
// @returns-graph
MATCH (event:Entity {id: $event})
USING INDEX SEEK event:Entity(id)
MATCH (piece)
  ((smaller)-[step:PART_OF]->(larger)
    WHERE $parts AND ($deprecated OR step.rank <> 'deprecated')
    AND ($without_licence IS NULL OR any(source IN step.sources WHERE NOT source IN $without_licence))){0,4}
  (event)
WITH DISTINCT event, piece
MATCH fact = (participant)-[f:ATTENDED|INVITED_TO]->(piece)
WHERE ($deprecated OR f.rank <> 'deprecated')
  AND ($without_licence IS NULL OR any(source IN f.sources WHERE NOT source IN $without_licence))
  AND ($role IS NULL OR f.role = $role)
  AND ($invited OR type(f) = 'ATTENDED')
OPTIONAL MATCH (on_behalf_of:Entity {id: f.on_behalf_of})
USING INDEX SEEK on_behalf_of:Entity(id)
WITH participant, f.role AS role, on_behalf_of, type(f) = 'INVITED_TO' AS only_invited, CASE WHEN piece <> event THEN piece END AS via_part, fact,
  CASE type(f) WHEN 'ATTENDED' THEN '0' ELSE '1' END + '\t' + participant.search_names[0] + '\t' + participant.id
  + '\t' + CASE WHEN piece = event THEN '0' ELSE '1' END + '\t' + CASE f.rank WHEN 'preferred' THEN '0' WHEN 'normal' THEN '1' ELSE '2' END + '\t' + f.id AS key
WHERE $after IS NULL OR key > $after
RETURN participant, role, on_behalf_of, only_invited, via_part, fact, key
ORDER BY key
LIMIT $limit
