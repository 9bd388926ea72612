// Events by network, organiser, series, kind, country, city and year
//
// How many events meet the filters of event/list, and how many of them each network holds, each organiser organised, and each
// series, kind, country, city and year has. An event of two networks, or of a branch and so of its parent, counts for both, and so
// does a part of it. What is not stated counts for no value: undated events have no year.
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
// @param  without_licence  licence[]?  =            leave out what rests only on sources under these licences; `none` for those that state none
// @param  limit        integer   = 100     1..1000  the most rows
// @param  after        string?   =         the key to continue after
// @return facet        string    total, network, organiser, series, kind, country, city, year or online
// @return value        string    what to filter by; empty for the total
// @return label        string    what to show; empty for the total
// @return count        integer   how many events
// @return key          string    facet, count (most first), value
MATCH (event:Entity)
USING INDEX event:Entity(sort_key)
WHERE event.sort_key > 'Event\t' AND event.sort_key < 'Event\n'
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
WITH collect(event) AS events
CALL (events) {
  RETURN 'total' AS facet, '' AS value, '' AS label, size(events) AS count
  UNION ALL
  UNWIND events AS event
  UNWIND [['series', event.series], ['kind', event.kind], ['year', toString(event.start.year)], ['online', toString(event.online)]] AS stated
  // A series is the same in capitals, as the filter has it.
  WITH stated[0] AS facet, CASE stated[0] WHEN 'series' THEN toLower(stated[1]) ELSE stated[1] END AS same, min(stated[1]) AS value, count(*) AS count
  WHERE same IS NOT NULL
  RETURN facet, value, value AS label, count
  UNION ALL
  UNWIND events AS event
  MATCH (event)<-[f:ORGANISED]-(organiser)
  WHERE coalesce(f.role, '') <> 'supporter' AND ($deprecated OR f.rank <> 'deprecated')
    AND ($without_licence IS NULL OR any(source IN f.sources WHERE NOT source IN $without_licence))
  RETURN 'organiser' AS facet, organiser.id AS value, organiser.name AS label, count(DISTINCT event) AS count
  UNION ALL
  UNWIND events AS event
  MATCH (event)((piece)-[p:PART_OF]->(larger)){0,4}(main)-[h:HELD_BY]->(holder)((part)-[w:WORKING_GROUP_OF|BRANCH_OF]->(whole)){0,5}(network:Network)
  WITH event, p, h, w, network, event.start + CASE event.start_precision WHEN 'year' THEN duration({years: 1}) WHEN 'month' THEN duration({months: 1}) ELSE duration({days: 1}) END AS over
  WHERE all(f IN p + [h] + w WHERE ($deprecated OR f.rank <> 'deprecated')
    AND ($without_licence IS NULL OR any(source IN f.sources WHERE NOT source IN $without_licence)))
    AND none(f IN w WHERE coalesce(f.holds_until <= event.start, false) OR coalesce(f.since IS NOT NULL AND f.holds_from >= over, false))
  RETURN 'network' AS facet, network.id AS value, network.name AS label, count(DISTINCT event) AS count
  UNION ALL
  UNWIND events AS event
  MATCH (event)-[f:LOCATED_IN|HOSTED]-(place:City)
  WHERE ($deprecated OR f.rank <> 'deprecated')
    AND ($without_licence IS NULL OR any(source IN f.sources WHERE NOT source IN $without_licence))
  RETURN 'city' AS facet, place.id AS value, place.name AS label, count(DISTINCT event) AS count
  UNION ALL
  UNWIND events AS event
  MATCH (event)-[f:LOCATED_IN|HOSTED|IN_COUNTRY]-(place:City|Country)
  WHERE ($deprecated OR f.rank <> 'deprecated')
    AND ($without_licence IS NULL OR any(source IN f.sources WHERE NOT source IN $without_licence))
  WITH coalesce(place.code, place.country) AS value, count(DISTINCT event) AS count
  OPTIONAL MATCH (land:Country {code: value})
  RETURN 'country' AS facet, value, coalesce(land.name, value) AS label, count
}
WITH facet, value, label, count, facet + '\t' + right('000000000' + toString(999999999 - count), 9) + '\t' + value AS key
WHERE $after IS NULL OR key > $after
RETURN facet, value, label, count, key
ORDER BY key
LIMIT $limit
