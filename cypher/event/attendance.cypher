// Who attended which events
//
// Who was at which events of a $series or of a $network: by name, and then in the order of the events. A city or body that someone
// attended for is listed under its own name, with that person beside it. One row for each fact. A part of an event of the network
// is one of its events too.
//
// @param  network       entity?       = b40  only events held by this network or working group, or by a working group or branch of it; empty: by anyone
// @param  series        string?       =      only events of this series; capitals do not matter
// @param  from_type     entity_type?  =      City|Person|Network|Organisation  only entities of this type
// @param  role          string?       =      member|observer|candidate|speaker|host|representative|participant  only in this role
// @param  invited       boolean       = false  list those who were only invited or announced too
// @param  deprecated    boolean       = false  facts of rank deprecated count too
// @param  without_licence  licence[]?  =            leave out what rests only on sources under these licences; `none` for those that state none
// @param  limit         integer       = 100  1..1000  the most rows
// @param  after         string?       =      the key to continue after
// @return attendee      node          who was there: the city or body that someone stood for, else who attended
// @return event         node          the event
// @return edition       string?       its number or year within its series
// @return start         date?         its first day, as far as it is known
// @return start_precision  string?  day, month or year
// @return role          string?       in what role, where a source says
// @return person        node?         who attended on the attendee's behalf; null where the fact is its own
// @return only_invited  boolean       whether attendance is unknown
// @return fact          fact          the attendance or invitation
// @return key           string        name, start, event, attended or invited, rank, ids
// @returns-graph
MATCH (event:Entity)
USING INDEX event:Entity(sort_key)
WHERE event.sort_key > 'Event\t' AND event.sort_key < 'Event\n'
  AND ($series IS NULL OR toLower(event.series) = toLower($series))
  AND ($network IS NULL OR EXISTS {
    MATCH (event)((piece)-[p:PART_OF]->(larger)){0,4}(main)-[h:HELD_BY]->(holder)((part)-[w:WORKING_GROUP_OF|BRANCH_OF]->(whole)){0,5}(network)
    WITH p, h, w, network, event.start + CASE event.start_precision WHEN 'year' THEN duration({years: 1}) WHEN 'month' THEN duration({months: 1}) ELSE duration({days: 1}) END AS over
    WHERE network.id = $network AND all(f IN p + [h] + w WHERE ($deprecated OR f.rank <> 'deprecated')
      AND ($without_licence IS NULL OR any(source IN f.sources WHERE NOT source IN $without_licence)))
      // Left out where the group or branch is known to have been none of the network's at the time.
      AND none(f IN w WHERE coalesce(f.holds_until <= event.start, false) OR coalesce(f.since IS NOT NULL AND f.holds_from >= over, false))
  })
MATCH fact = (who)-[f:ATTENDED|INVITED_TO]->(event)
WHERE ($invited OR type(f) = 'ATTENDED') AND ($role IS NULL OR f.role = $role)
  AND ($deprecated OR f.rank <> 'deprecated')
  AND ($without_licence IS NULL OR any(source IN f.sources WHERE NOT source IN $without_licence))
OPTIONAL MATCH (stood_for:Entity {id: f.on_behalf_of})
USING INDEX SEEK stood_for:Entity(id)
WITH event, f, fact, coalesce(stood_for, who) AS attendee, CASE WHEN stood_for IS NOT NULL THEN who END AS person
WHERE $from_type IS NULL OR $from_type IN labels(attendee)
WITH attendee, event, event.edition AS edition, event.start AS start, f.role AS role, person, type(f) = 'INVITED_TO' AS only_invited, fact,
  attendee.search_names[0] + '\t' + attendee.id + '\t' + coalesce(toString(event.start), 'undated') + '\t' + event.id
  + '\t' + CASE type(f) WHEN 'ATTENDED' THEN '0' ELSE '1' END
  + '\t' + CASE f.rank WHEN 'preferred' THEN '0' WHEN 'normal' THEN '1' ELSE '2' END + '\t' + f.id AS key
WHERE $after IS NULL OR key > $after
RETURN attendee, event, edition, start, event.start_precision AS start_precision, role, person, only_invited, fact, key
ORDER BY key
LIMIT $limit
