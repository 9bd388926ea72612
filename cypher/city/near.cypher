// Cities near a place
//
// Cities at most $km kilometres from $city, or from the point $lat and $lon where these are given, nearest first, with the networks
// that they share with $city. Distances are measured between two points on a sphere, not along roads. Where only one of $lat and
// $lon is given, or the city has no place, there are no rows.
//
// A network is shared where both belong to it in the same way: an associate and a full member share none, two associates do, and
// $belongings says so. Where both belong to a branch, its parent is not named again. city/networks lists the facts behind.
//
// @param  city             entity?   = tirana-al  the city; empty: only a point, and no shared networks
// @param  lat              float?    =            -90..90  latitude of the point, in degrees
// @param  lon              float?    =            -180..180  longitude of the point, in degrees
// @param  km               float     = 200        1..20000  how far, in kilometres
// @param  at               at        = today      only memberships of that day; `any` for all
// @param  relation         relation  = MEMBER_OF  MEMBER_OF|OBSERVER_OF|CANDIDATE_OF|SIGNATORY_OF  how both belong to a network
// @param  hubs             boolean   = false      networks that join too many to mean anything count too
// @param  branches         boolean   = true       what a branch belongs to counts for the members of the branch
// @param  deprecated       boolean   = false      facts of rank deprecated count too
// @param  without_licence  licence[]?  =            leave out what rests only on sources under these licences; `none` for those that state none
// @param  limit            integer   = 100        1..1000  the most rows
// @param  after            string?   =            the key to continue after
// @return near             node      the city
// @return km               float     how far it is, in kilometres to a tenth
// @return shared_networks  node[]    networks that both belong to in the same way, by name
// @return belongings       string[]  for each of them, how both belong: MEMBER_OF, MEMBER_OF[associate]; MEMBER_OF[ended] where not both do still
// @return key              string    distance, name, id
// @returns-graph
CALL () {
  MATCH (city:Entity {id: $city})
  USING INDEX SEEK city:Entity(id)
  WHERE city:City AND ($without_licence IS NULL OR any(source IN city.sources WHERE NOT source IN $without_licence))
  RETURN city
  UNION
  UNWIND CASE WHEN $city IS NULL THEN [null] ELSE [] END AS city
  RETURN city
}
// The city's networks, each with the branches on the way to it.
WITH city, COLLECT {
  MATCH (city)-[f:MEMBER_OF|OBSERVER_OF|CANDIDATE_OF|SIGNATORY_OF]->(unit)
  WHERE type(f) = $relation AND ($deprecated OR f.rank <> 'deprecated')
    AND ($without_licence IS NULL OR any(source IN f.sources WHERE NOT source IN $without_licence))
    AND ($at IS NULL OR (f.holds_from <= $at AND (f.holds_until IS NULL OR f.holds_until > $at)))
  MATCH (unit)((lower)-[b:BRANCH_OF]->(upper) WHERE $branches AND ($deprecated OR b.rank <> 'deprecated')
    AND ($without_licence IS NULL OR any(source IN b.sources WHERE NOT source IN $without_licence))
    AND ($at IS NULL OR (b.holds_from <= $at AND (b.holds_until IS NULL OR b.holds_until > $at)))){0,4}(network)
  WHERE $hubs OR NOT coalesce(network.hub, false)
  WITH network, CASE WHEN f.kind IN ['associate', 'honorary'] THEN f.kind ELSE '' END AS mark, lower,
    CASE WHEN any(one IN [f] + b WHERE one.holds_until <= coalesce($at, date())) THEN 1 ELSE 0 END AS ended
  UNWIND CASE size(lower) WHEN 0 THEN [null] ELSE lower END AS step
  WITH network, mark, min(ended) AS ended, collect(DISTINCT step) AS below
  RETURN {network: network, mark: mark, ended: ended, below: below}
} AS own
WITH city, own, CASE WHEN $lat IS NULL AND $lon IS NULL THEN city.location ELSE point({latitude: $lat, longitude: $lon}) END AS centre, $km * 1000 AS metres
MATCH (near:City)
USING INDEX near:City(location)
WHERE point.distance(near.location, centre) <= metres
  AND ($city IS NULL OR near.id <> $city)
  AND ($without_licence IS NULL OR any(source IN near.sources WHERE NOT source IN $without_licence))
WITH own, near, point.distance(near.location, centre) AS metres
WITH own, near, round(metres / 1000, 1) AS km,
  right('000000000' + toString(toInteger(round(metres))), 9) + '\t' + near.search_names[0] + '\t' + near.id AS key
WHERE $after IS NULL OR key > $after
WITH own, near, km, key ORDER BY key LIMIT $limit
WITH near, km, key, own, COLLECT {
  MATCH (near)-[f:MEMBER_OF|OBSERVER_OF|CANDIDATE_OF|SIGNATORY_OF]->(unit)
  WHERE type(f) = $relation AND ($deprecated OR f.rank <> 'deprecated')
    AND ($without_licence IS NULL OR any(source IN f.sources WHERE NOT source IN $without_licence))
    AND ($at IS NULL OR (f.holds_from <= $at AND (f.holds_until IS NULL OR f.holds_until > $at)))
  MATCH (unit)((lower)-[b:BRANCH_OF]->(upper) WHERE $branches AND ($deprecated OR b.rank <> 'deprecated')
    AND ($without_licence IS NULL OR any(source IN b.sources WHERE NOT source IN $without_licence))
    AND ($at IS NULL OR (b.holds_from <= $at AND (b.holds_until IS NULL OR b.holds_until > $at)))){0,4}(network)
  WITH network, CASE WHEN f.kind IN ['associate', 'honorary'] THEN f.kind ELSE '' END AS mark,
    min(CASE WHEN any(one IN [f] + b WHERE one.holds_until <= coalesce($at, date())) THEN 1 ELSE 0 END) AS over
  UNWIND own AS way
  WITH way, network, mark, over
  WHERE way.network = network AND way.mark = mark
  RETURN way {.*, ended: CASE WHEN over > way.ended THEN over ELSE way.ended END} ORDER BY network.sort_key, mark
} AS ways
// A parent goes where a branch is shared in the same way, unless only the branch has ended.
WITH near, km, key, [way IN ways WHERE none(one IN ways WHERE one.network IN way.below AND one.mark = way.mark AND one.ended <= way.ended)] AS ways
WITH near, km, key, ways, reduce(nodes = [], way IN ways | CASE WHEN way.network IN nodes THEN nodes ELSE nodes + way.network END) AS shared_networks
RETURN near, km, shared_networks, [network IN shared_networks | reduce(text = '', way IN ways | text + CASE
    WHEN way.network <> network THEN '' ELSE CASE text WHEN '' THEN '' ELSE ', ' END + $relation
    + replace(replace('[' + way.mark + CASE way.ended WHEN 1 THEN ',ended' ELSE '' END + ']', '[,', '['), '[]', '') END)] AS belongings, key
ORDER BY key
LIMIT $limit
