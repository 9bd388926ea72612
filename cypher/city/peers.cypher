// Cities most like a city
//
// Cities that share networks, events or partnerships with $city. Each of the three is counted for itself, and never added up; $by
// says which one orders the rows, then names do. city/networks, city/events and city/partnerships list the facts behind them.
//
// A network is shared where both belong to it in the same way: an associate and a full member share none, two associates do, and
// $belongings says so. Where both belong to a branch, its parent is not counted again. An event is shared where both attended or
// hosted it, or someone attended on their behalf; a partnership where both are parties.
//
// @param  city                 entity    = tirana-al  the city
// @param  by                   string    = networks   networks|events|partnerships  what orders the rows
// @param  at                   at        = today      only memberships and partnerships of that day; `any` for all; events are of any day
// @param  relation             relation  = MEMBER_OF  MEMBER_OF|OBSERVER_OF|CANDIDATE_OF|SIGNATORY_OF  how both belong to a network
// @param  hubs                 boolean   = false      networks that join too many to mean anything count too
// @param  branches             boolean   = true       what a branch belongs to counts for the members of the branch
// @param  deprecated           boolean   = false      facts of rank deprecated count too
// @param  without_licence  licence[]?  =            leave out what rests only on sources under these licences; `none` for those that state none
// @param  limit                integer   = 100        1..1000  the most rows
// @param  after                string?   =            the key to continue after
// @return peer                 node      the other city
// @return networks             integer   how many networks both belong to in the same way
// @return events               integer   how many events both were at
// @return partnerships         integer   how many agreements both are party to
// @return shared_networks      node[]    these networks, by name
// @return belongings           string[]  for each of them, how both belong: MEMBER_OF, MEMBER_OF[associate]; MEMBER_OF[ended] where not both do still
// @return shared_events        node[]    these events, by name
// @return shared_partnerships  node[]    these agreements, by name
// @return key                  string    the count that orders, name, id
// @returns-graph
MATCH (city:Entity {id: $city})
USING INDEX SEEK city:Entity(id)
WHERE city:City
CALL (city) {
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
  MATCH (other)((lower)-[b:BRANCH_OF]->(upper) WHERE $branches AND ($deprecated OR b.rank <> 'deprecated')
    AND ($without_licence IS NULL OR any(source IN b.sources WHERE NOT source IN $without_licence))
    AND ($at IS NULL OR (b.holds_from <= $at AND (b.holds_until IS NULL OR b.holds_until > $at)))){0,4}(network)
  WITH DISTINCT network, mark, ended, below, other, any(one IN b WHERE one.holds_until <= coalesce($at, date())) AS left
  MATCH (peer:City)-[f:MEMBER_OF|OBSERVER_OF|CANDIDATE_OF|SIGNATORY_OF]->(other)
  WHERE type(f) = $relation AND ($deprecated OR f.rank <> 'deprecated')
    AND ($without_licence IS NULL OR any(source IN f.sources WHERE NOT source IN $without_licence))
    AND ($at IS NULL OR (f.holds_from <= $at AND (f.holds_until IS NULL OR f.holds_until > $at)))
    AND mark = CASE WHEN f.kind IN ['associate', 'honorary'] THEN f.kind ELSE '' END
  WITH peer, network, mark, ended, below, min(CASE WHEN left OR f.holds_until <= coalesce($at, date()) THEN 1 ELSE 0 END) AS over
  RETURN 'networks' AS kind, peer, network AS shared, {mark: mark, ended: CASE WHEN ended > over THEN ended ELSE over END, below: below} AS way
  UNION ALL
  MATCH (city)-[f:PARTY_TO]->(shared)<-[g:PARTY_TO]-(peer:City)
  WHERE all(p IN [f, g] WHERE ($deprecated OR p.rank <> 'deprecated')
    AND ($without_licence IS NULL OR any(source IN p.sources WHERE NOT source IN $without_licence))
    AND ($at IS NULL OR (p.holds_from <= $at AND (p.holds_until IS NULL OR p.holds_until > $at))))
    // An end that is known to the year or month lasts until its last day is over.
    AND ($at IS NULL OR (coalesce(shared.since <= $at, true) AND coalesce(shared.until + CASE shared.until_precision
      WHEN 'year' THEN duration({years: 1}) WHEN 'month' THEN duration({months: 1}) ELSE duration({days: 0}) END > $at, true)))
  RETURN DISTINCT 'partnerships' AS kind, peer, shared, null AS way
  UNION ALL
  // Whom a person stood for is a property of the fact: all events are read in the order of their index.
  MATCH (shared:Entity)
  USING INDEX shared:Entity(sort_key)
  WHERE shared.sort_key > 'Event\t' AND shared.sort_key < 'Event\n'
  MATCH (who)-[f:ATTENDED|HOSTED]->(shared)
  WHERE ($deprecated OR f.rank <> 'deprecated')
    AND ($without_licence IS NULL OR any(source IN f.sources WHERE NOT source IN $without_licence))
  WITH city, shared, collect(DISTINCT coalesce(f.on_behalf_of, who.id)) AS present
  WHERE city.id IN present
  UNWIND present AS id
  MATCH (peer:Entity {id: id})
  USING INDEX SEEK peer:Entity(id)
  WHERE peer:City
  RETURN 'events' AS kind, peer, shared, null AS way
}
WITH city, peer, kind, shared, way ORDER BY shared.sort_key, way.mark
WHERE peer <> city
WITH peer, collect(CASE kind WHEN 'networks' THEN way {.*, network: shared} END) AS ways,
  collect(CASE kind WHEN 'events' THEN shared END) AS shared_events,
  collect(CASE kind WHEN 'partnerships' THEN shared END) AS shared_partnerships
// A parent goes where a branch is shared in the same way, unless only the branch has ended.
WITH peer, [way IN ways WHERE none(one IN ways WHERE one.network IN way.below AND one.mark = way.mark AND one.ended <= way.ended)] AS ways,
  shared_events, shared_partnerships
WITH peer, ways, reduce(nodes = [], way IN ways | CASE WHEN way.network IN nodes THEN nodes ELSE nodes + way.network END) AS shared_networks,
  shared_events, shared_partnerships
WITH peer, size(shared_networks) AS networks, size(shared_events) AS events, size(shared_partnerships) AS partnerships,
  shared_networks, shared_events, shared_partnerships, [network IN shared_networks | reduce(text = '', way IN ways | text + CASE
    WHEN way.network <> network THEN '' ELSE CASE text WHEN '' THEN '' ELSE ', ' END + $relation
    + replace(replace('[' + way.mark + CASE way.ended WHEN 1 THEN ',ended' ELSE '' END + ']', '[,', '['), '[]', '') END)] AS belongings
WITH peer, networks, events, partnerships, shared_networks, belongings, shared_events, shared_partnerships,
  right('00000' + toString(99999 - CASE $by WHEN 'networks' THEN networks WHEN 'events' THEN events ELSE partnerships END), 5)
  + '\t' + peer.search_names[0] + '\t' + peer.id AS key
WHERE $after IS NULL OR key > $after
RETURN peer, networks, events, partnerships, shared_networks, belongings, shared_events, shared_partnerships, key
ORDER BY key
LIMIT $limit
