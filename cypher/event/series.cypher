// Events of a series
//
// The events of $series in their order, with who hosted them and how many cities were there in each role. A city counts once in
// each role that it, or someone on its behalf, attended in; a city in two roles counts in both, so roles are never added up. Who
// was at a part of an event was at the event.
//
// These are our own counts of the facts that event/participants lists. A number that a source reports is another thing.
//
// @param  series           string   = B40 Summit  the name of the series; capitals do not matter
// @param  parts            boolean  = true        who was at a part of an event counts for it
// @param  deprecated       boolean  = false       facts of rank deprecated count too
// @param  without_licence  licence[]?  =            leave out what rests only on sources under these licences; `none` for those that state none
// @param  limit            integer  = 100         1..1000  the most rows
// @param  after            string?  =             the key to continue after
// @return event            node     the event
// @return edition          string?  its number or year within the series
// @return start            date?    its first day, as far as it is known
// @return start_precision  string?  day, month or year
// @return hosts            node[]   who hosted it, by name
// @return members          integer  cities that attended as members
// @return observers        integer  as observers
// @return candidates       integer  as candidates
// @return speakers         integer  as speakers
// @return host_role        integer  as hosts
// @return representatives  integer  through a representative
// @return participants     integer  as participants
// @return role_not_stated  integer  in a role that no source states
// @return only_invited     integer  cities that were invited or announced, themselves or through someone, and are not known to have come
// @return key              string   start, edition, id
// @returns-graph
MATCH (event:Entity)
USING INDEX event:Entity(sort_key)
WHERE event.sort_key > 'Event\t' AND event.sort_key < 'Event\n'
  AND toLower(event.series) = toLower($series)
  AND ($without_licence IS NULL OR any(source IN event.sources WHERE NOT source IN $without_licence))
WITH event, COLLECT {
  MATCH (host)-[f:HOSTED]->(event)
  WHERE ($deprecated OR f.rank <> 'deprecated')
    AND ($without_licence IS NULL OR any(source IN f.sources WHERE NOT source IN $without_licence))
  WITH DISTINCT host
  RETURN host ORDER BY host.sort_key
} AS hosts, COLLECT {
  MATCH (who)-[f:ATTENDED|INVITED_TO]->(piece)
    ((smaller)-[step:PART_OF]->(larger)
      WHERE $parts AND ($deprecated OR step.rank <> 'deprecated')
      AND ($without_licence IS NULL OR any(source IN step.sources WHERE NOT source IN $without_licence))){0,4}
    (event)
  WHERE ($deprecated OR f.rank <> 'deprecated')
    AND ($without_licence IS NULL OR any(source IN f.sources WHERE NOT source IN $without_licence))
  MATCH (city:Entity {id: coalesce(f.on_behalf_of, who.id)})
  USING INDEX SEEK city:Entity(id)
  WHERE city:City
  RETURN DISTINCT [CASE type(f) WHEN 'ATTENDED' THEN coalesce(f.role, 'none') ELSE 'invited' END, city.id]
} AS parts
WITH event, hosts, parts, [part IN parts WHERE part[0] <> 'invited' | part[1]] AS present,
  coalesce(toString(event.start), 'undated') + '\t' + coalesce(event.edition, '') + '\t' + event.id AS key
WHERE $after IS NULL OR key > $after
RETURN event, event.edition AS edition, event.start AS start, event.start_precision AS start_precision, hosts,
  size([part IN parts WHERE part[0] = 'member']) AS members, size([part IN parts WHERE part[0] = 'observer']) AS observers,
  size([part IN parts WHERE part[0] = 'candidate']) AS candidates, size([part IN parts WHERE part[0] = 'speaker']) AS speakers,
  size([part IN parts WHERE part[0] = 'host']) AS host_role, size([part IN parts WHERE part[0] = 'representative']) AS representatives,
  size([part IN parts WHERE part[0] = 'participant']) AS participants, size([part IN parts WHERE part[0] = 'none']) AS role_not_stated,
  size([part IN parts WHERE part[0] = 'invited' AND NOT part[1] IN present]) AS only_invited, key
ORDER BY key
LIMIT $limit
