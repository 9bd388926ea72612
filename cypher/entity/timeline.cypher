// What happened to an entity, in order
//
// The dates of $entity itself and of its facts, oldest first: a row where something begins and one where it ends. A fact of which
// only the day is known that its source speaks of stands on that day; one without a date on the day of the event, agreement,
// project, commitment, figure or source that it leads to; that an event is a part of another, on the day of the part. Facts that
// nothing dates come last. Dates of reduced precision stand at the first day of their period.
//
// @param  entity      entity       = b40    the entity, of any type
// @param  relations   relation[]?  =        only facts of these types or classes, and no dates of its own
// @param  since       date?        =        nothing before this day, and nothing undated
// @param  until       date?        =        nothing on this day or later, and nothing undated
// @param  deprecated  boolean      = false  facts of rank deprecated count too
// @param  without_licence  licence[]?  =    leave out what rests only on sources under these licences; `none` for those that state none
// @param  limit       integer      = 100    1..1000  the most rows
// @param  after       string?      =        the key to continue after
// @return on         date?    the day; of a reduced date the first day of its period
// @return precision  string?  day, month or year; null where undated, and where the next one in office ended it
// @return what       string   begin, on, end or undated
// @return other      node?    the fact's other side; null for a date of its own
// @return fact       fact?    the fact; null for a date of its own
// @return dated_by   string?  fact, successor (the next one in office), thing (the other side), or the name of a date of its own (founded, signed …), which of a part of an event dates the fact too; null where undated
// @return key        string   day, begin before on before end, type, name and id of the other side, the fact's id
// @returns-graph
MATCH (entity:Entity {id: $entity})
USING INDEX SEEK entity:Entity(id)
CALL (entity) {
  WITH entity
  WHERE $relations IS NULL
    AND ($without_licence IS NULL OR any(source IN entity.sources WHERE NOT source IN $without_licence))
  UNWIND [
    ['begin', entity.founded, entity.founded_precision, 'founded'],
    [CASE WHEN entity.start = entity.end THEN 'on' ELSE 'begin' END, entity.start, entity.start_precision, 'start'],
    ['end', CASE WHEN coalesce(entity.start <> entity.end, true) THEN entity.end END, entity.end_precision, 'end'],
    ['on', entity.signed, entity.signed_precision, 'signed'],
    ['begin', entity.since, entity.since_precision, 'since'],
    ['end', entity.until, entity.until_precision, 'until'],
    ['on', entity.adopted, entity.adopted_precision, 'adopted'],
    ['on', entity.on, entity.on_precision, 'on'],
    ['on', entity.published, entity.published_precision, 'published']
  ] AS own
  WITH own
  WHERE own[1] IS NOT NULL
  RETURN own[0] AS what, own[1] AS on, own[2] AS precision, own[3] AS dated_by, null AS other, null AS f, '' AS type, own[3] AS place
  UNION ALL
  MATCH (entity)-[f]-(other)
  WHERE ($relations IS NULL OR type(f) IN $relations) AND ($deprecated OR f.rank <> 'deprecated')
    AND ($without_licence IS NULL OR any(source IN f.sources WHERE NOT source IN $without_licence))
  UNWIND CASE
      WHEN f.since IS NOT NULL THEN ['begin']
      WHEN f.as_of IS NOT NULL THEN ['on']
      WHEN f.until IS NULL THEN ['undated']
      ELSE []
    END + CASE WHEN f.holds_until IS NULL OR (f.until IS NULL AND $without_licence IS NOT NULL AND NOT EXISTS {
      MATCH (office)<-[next:MAYOR_OF|PRESIDES {holds_from: f.holds_until}]-()
      WHERE office = endNode(f) AND any(source IN next.sources WHERE NOT source IN $without_licence)
    }) THEN [] ELSE ['end'] END AS which
  // What would date an undated fact: a day of the thing that it leads to.
  WITH f, other, which, CASE
      // A part of an event is that on its own day, whenever the whole began.
      WHEN which = 'undated' AND type(f) = 'PART_OF' AND startNode(f) = entity AND entity.start IS NOT NULL
        AND ($without_licence IS NULL OR any(source IN entity.sources WHERE NOT source IN $without_licence))
        THEN [entity.start, entity.start_precision, 'start']
      WHEN which = 'undated' AND ($without_licence IS NULL OR any(source IN other.sources WHERE NOT source IN $without_licence))
        THEN head([date IN [
          [other.start, other.start_precision], [other.signed, other.signed_precision], [other.since, other.since_precision],
          [other.adopted, other.adopted_precision], [other.on, other.on_precision], [other.published, other.published_precision]
        ] WHERE date[0] IS NOT NULL])
    END AS thing
  RETURN CASE WHEN thing IS NULL THEN which ELSE 'on' END AS what,
    CASE which WHEN 'begin' THEN f.since WHEN 'on' THEN f.as_of WHEN 'end' THEN coalesce(f.until, f.holds_until) ELSE thing[0] END AS on,
    thing[1] AS precision, CASE WHEN thing IS NOT NULL THEN coalesce(thing[2], 'thing') END AS dated_by, other, f, type(f) AS type, other.sort_key AS place
}
WITH what, on, precision, dated_by, other, f, type, place, CASE what WHEN 'begin' THEN '0' WHEN 'on' THEN '1' ELSE '2' END AS nth
WHERE ($since IS NULL OR on >= $since) AND ($until IS NULL OR on < $until)
  AND ($after IS NULL OR coalesce(toString(on), 'undated') + '\t' + nth + '\t' + type + '\t' + place + '\t~' > $after)
// A key for each of a hub's ten thousand facts takes too long, so the page is first cut where its keys begin alike. What a page
// needs is within: no two nodes are joined by a hundred facts of one type.
WITH what, on, precision, dated_by, other, f, type, place, nth
ORDER BY on, nth, type, place
LIMIT $limit + 200
WITH what, on, other, f,
  coalesce(toString(on), 'undated') + '\t' + nth + '\t' + type + '\t' + place + '\t' + coalesce(f.id, '') AS key,
  coalesce(precision, CASE what WHEN 'begin' THEN f.since_precision WHEN 'on' THEN f.as_of_precision WHEN 'end' THEN f.until_precision END) AS precision,
  coalesce(dated_by, CASE WHEN what = 'end' AND f.until IS NULL THEN 'successor' WHEN what <> 'undated' THEN 'fact' END) AS dated_by
WHERE $after IS NULL OR key > $after
OPTIONAL MATCH fact = ()-[f]->()
RETURN on, precision, what, other, fact, dated_by, key
ORDER BY key
LIMIT $limit
