// Who was at an event
//
// Cities, people, networks and organisations that attended $event, by name, each in its role; people with whom they
// represented. Behind them, marked, those who were invited or announced: whether they came is not known.
//
// @param  event         entity   = b40-sarajevo-meeting-2022  the event
// @param  role          string?  =                            member|observer|candidate|speaker|host|representative|participant  only those in this role
// @param  invited       boolean  = true                       list those who were only invited or announced too
// @param  deprecated    boolean  = false                      facts of rank deprecated count too
// @param  without_licence  licence[]?  =                            leave out what rests only on sources under these licences; `none` for those that state none
// @param  limit         integer  = 100                        1..1000  the most rows
// @param  after         string?  =                            the key to continue after
// @return participant   node     who attended or was invited
// @return role          string?  in what role, where a source says
// @return on_behalf_of  node?    whom a person represented
// @return only_invited  boolean  whether attendance is unknown
// @return fact          fact     the attendance or invitation
// @return key           string   attended or invited, name, rank, ids
// @returns-graph
MATCH fact = (participant)-[f:ATTENDED|INVITED_TO]->(event:Entity {id: $event})
USING INDEX SEEK event:Entity(id)
WHERE ($deprecated OR f.rank <> 'deprecated')
  AND ($without_licence IS NULL OR any(source IN f.sources WHERE NOT source IN $without_licence))
  AND ($role IS NULL OR f.role = $role)
  AND ($invited OR type(f) = 'ATTENDED')
OPTIONAL MATCH (on_behalf_of:Entity {id: f.on_behalf_of})
USING INDEX SEEK on_behalf_of:Entity(id)
WITH participant, f.role AS role, on_behalf_of, type(f) = 'INVITED_TO' AS only_invited, fact,
  CASE type(f) WHEN 'ATTENDED' THEN '0' ELSE '1' END + '\t' + participant.search_names[0] + '\t' + participant.id
  + '\t' + CASE f.rank WHEN 'preferred' THEN '0' WHEN 'normal' THEN '1' ELSE '2' END + '\t' + f.id AS key
WHERE $after IS NULL OR key > $after
RETURN participant, role, on_behalf_of, only_invited, fact, key
ORDER BY key
LIMIT $limit
