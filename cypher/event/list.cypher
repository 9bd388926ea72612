// Events
//
// The events of the graph, one row each, by their first day or by name; with filters, only those that meet all of them. Undated
// events come last where days order the rows, and meet no bound on years. A part of an event counts for whoever holds that event.
// event/participants lists who was there.
//
// @param  network      entity?   =         only those held by this network or working group, or by a working group or branch of it
// @param  series       string?   =         only those of this series; capitals do not matter
// @param  kind         string?   =         only this sort of event: summit, conference, general assembly, workshop …
// @param  country      country?  =         only those held in this country, or hosted by a city in it
// @param  city         entity?   =         only those held in this city, or hosted by it
// @param  year         integer?  =         1..9999  only those that began in this year
// @param  year_from    integer?  =         1800..2100  only those that began in this year or later
// @param  year_to      integer?  =         1800..2100  only those that began in this year or earlier
// @param  organiser    entity?   =         only those that this one organised, alone or with others; who only supports an event is no organiser of it
// @param  online       boolean?  =         only those that a source says were, or were not, held online
// @param  deprecated   boolean   = false   facts of rank deprecated count for filters and columns too
// @param  sort         string    = start   start|-start|name  what orders the rows; - turns it round
// @param  without_licence  licence[]?  =            leave out what rests only on sources under these licences; `none` for those that state none
// @param  limit        integer   = 100     1..1000  the most rows
// @param  after        string?   =         the key to continue after
// @return event        node      the event
// @return start        date?     its first day, as far as it is known
// @return start_precision  string?  day, month or year
// @return end          date?     its last day, as far as it is known
// @return end_precision  string?  day, month or year
// @return kind         string?   what sort of event it is
// @return series       string?   the series it belongs to
// @return edition      string?   its number or year within the series
// @return online       boolean?  whether it was held online; null where no source says
// @return places       node[]    the cities it was held in, by name
// @return hosts        node[]    who hosted it, by name
// @return held_by      node[]    the networks and working groups whose event it is, by name
// @return organisers   node[]    who organised it, alone or with others, by name
// @return supporters   node[]    who supported it, by name
// @return part_of      node[]    the larger events that it is a part of, by name
// @return key          string    start where it orders the rows, name, id
MATCH (event:Entity)
USING INDEX event:Entity(sort_key)
WHERE event.sort_key > CASE WHEN $sort = 'name' AND $after > 'Event\t' THEN $after ELSE 'Event\t' END AND event.sort_key < 'Event\n'
  AND ($series IS NULL OR toLower(event.series) = toLower($series)) AND ($kind IS NULL OR event.kind = $kind)
  AND ($year IS NULL OR event.start.year = $year)
  AND ($year_from IS NULL OR event.start.year >= $year_from) AND ($year_to IS NULL OR event.start.year <= $year_to)
  AND ($online IS NULL OR event.online = $online)
  AND ($without_licence IS NULL OR any(source IN event.sources WHERE NOT source IN $without_licence))
  AND ($network IS NULL OR EXISTS {
    MATCH (event)((piece)-[p:PART_OF]->(larger)){0,4}(main)-[h:HELD_BY]->(holder)((part)-[w:WORKING_GROUP_OF|BRANCH_OF]->(whole)){0,5}(network)
    WITH p, h, w, network, event.start + CASE event.start_precision WHEN 'year' THEN duration({years: 1}) WHEN 'month' THEN duration({months: 1}) ELSE duration({days: 1}) END AS over
    WHERE network.id = $network AND all(f IN p + [h] + w WHERE ($deprecated OR f.rank <> 'deprecated')
      AND ($without_licence IS NULL OR any(source IN f.sources WHERE NOT source IN $without_licence)))
      // Left out where the group or branch is known to have been none of the network's at the time.
      AND none(f IN w WHERE coalesce(f.holds_until <= event.start, false) OR coalesce(f.since IS NOT NULL AND f.holds_from >= over, false))
  })
  AND ($organiser IS NULL OR EXISTS {
    ({id: $organiser})-[f:ORGANISED]->(event)
    WHERE coalesce(f.role, '') <> 'supporter' AND ($deprecated OR f.rank <> 'deprecated')
      AND ($without_licence IS NULL OR any(source IN f.sources WHERE NOT source IN $without_licence))
  })
  AND (($city IS NULL AND $country IS NULL) OR EXISTS {
    MATCH (event)-[f:LOCATED_IN|HOSTED|IN_COUNTRY]-(place)
    WHERE ($city IS NULL OR (place:City AND place.id = $city))
      AND ($country IS NULL OR (place:City AND place.country = $country) OR place.code = $country)
      AND ($deprecated OR f.rank <> 'deprecated')
      AND ($without_licence IS NULL OR any(source IN f.sources WHERE NOT source IN $without_licence))
  })
// Newest first: days are counted back from a late one. Undated events stay last.
WITH event, CASE $sort
    WHEN 'name' THEN event.sort_key
    WHEN 'start' THEN coalesce(toString(event.start), 'undated') + '\t' + event.sort_key
    ELSE coalesce(right('0000000' + toString(duration.inDays(event.start, date('9999-12-31')).days), 7), 'undated') + '\t' + event.sort_key
  END AS key
WHERE $after IS NULL OR key > $after
WITH event, key ORDER BY key LIMIT $limit
WITH event, key, COLLECT {
    MATCH (event)-[f:LOCATED_IN]->(place)
    WHERE ($deprecated OR f.rank <> 'deprecated')
      AND ($without_licence IS NULL OR any(source IN f.sources WHERE NOT source IN $without_licence))
    WITH DISTINCT place
    RETURN place ORDER BY place.sort_key
  } AS places, COLLECT {
    MATCH (host)-[f:HOSTED]->(event)
    WHERE ($deprecated OR f.rank <> 'deprecated')
      AND ($without_licence IS NULL OR any(source IN f.sources WHERE NOT source IN $without_licence))
    WITH DISTINCT host
    RETURN host ORDER BY host.sort_key
  } AS hosts, COLLECT {
    MATCH (event)-[f:HELD_BY]->(holder)
    WHERE ($deprecated OR f.rank <> 'deprecated')
      AND ($without_licence IS NULL OR any(source IN f.sources WHERE NOT source IN $without_licence))
    WITH DISTINCT holder
    RETURN holder ORDER BY holder.sort_key
  } AS held_by, COLLECT {
    MATCH (who)-[f:ORGANISED]->(event)
    WHERE coalesce(f.role, '') <> 'supporter' AND ($deprecated OR f.rank <> 'deprecated')
      AND ($without_licence IS NULL OR any(source IN f.sources WHERE NOT source IN $without_licence))
    WITH DISTINCT who
    RETURN who ORDER BY who.sort_key
  } AS organisers, COLLECT {
    MATCH (who)-[f:ORGANISED {role: 'supporter'}]->(event)
    WHERE ($deprecated OR f.rank <> 'deprecated')
      AND ($without_licence IS NULL OR any(source IN f.sources WHERE NOT source IN $without_licence))
    WITH DISTINCT who
    RETURN who ORDER BY who.sort_key
  } AS supporters, COLLECT {
    MATCH (event)-[f:PART_OF]->(larger)
    WHERE ($deprecated OR f.rank <> 'deprecated')
      AND ($without_licence IS NULL OR any(source IN f.sources WHERE NOT source IN $without_licence))
    WITH DISTINCT larger
    RETURN larger ORDER BY larger.sort_key
  } AS part_of
RETURN event, event.start AS start, event.start_precision AS start_precision, event.end AS end, event.end_precision AS end_precision,
  event.kind AS kind, event.series AS series, event.edition AS edition,
  event.online AS online, places, hosts, held_by, organisers, supporters, part_of, key
ORDER BY key
LIMIT $limit
