// Whom a network could invite
//
// Members of $network that do not belong to $missing_from, by name: one row for each, however many facts say so. To belong to
// $missing_from is to be its member or its signatory, of whatever kind, or that of one of its branches.
//
// Who only observes it, is a candidate, or was a member once is no member and is listed, and so is whom a source calls a member
// without saying when: $standing says it, and $ties shows it.
//
// @param  network       entity       = b40               whose members
// @param  missing_from  entity       = climate-alliance  the network that they do not belong to
// @param  at            at           = today             only facts that hold on that day; `any`: who was ever in the one and never in the other
// @param  relation      relation     = MEMBER_OF         MEMBER_OF|SIGNATORY_OF|OBSERVER_OF|CANDIDATE_OF  how they belong to $network
// @param  from_type     entity_type  = City              City|Region|Organisation|Network  what they are
// @param  country       country?     =                   only those of this country
// @param  branches      boolean      = true              members of a branch count for its parent
// @param  deprecated    boolean      = false             facts of rank deprecated count too
// @param  without_licence  licence[]?  =            leave out what rests only on sources under these licences; `none` for those that state none
// @param  limit         integer      = 100               1..1000  the most rows
// @param  after         string?      =                   the key to continue after
// @return member        node         who belongs to $network, and not to $missing_from
// @return standing      string[]      what ties it to $missing_from all the same: observer, candidate, `former …` or `… without a date`
// @return facts         fact[]       how it belongs to $network or to a branch of it
// @return ties          fact[]       the facts behind $standing
// @return key           string       name, id
// @returns-graph
MATCH (inside:Entity {id: $network}), (outside:Entity {id: $missing_from})
USING INDEX SEEK inside:Entity(id)
USING INDEX SEEK outside:Entity(id)
WITH [inside, outside] AS sides
UNWIND [0, 1] AS nth
WITH nth, sides[nth] AS network
MATCH (unit)((lower)-[b:BRANCH_OF]->(upper) WHERE $branches AND ($deprecated OR b.rank <> 'deprecated')
  AND ($without_licence IS NULL OR any(source IN b.sources WHERE NOT source IN $without_licence))
  AND ($at IS NULL OR (b.holds_from <= $at AND (b.holds_until IS NULL OR b.holds_until > $at)))){0,4}(network)
WITH collect(DISTINCT CASE nth WHEN 0 THEN unit END) AS units, collect(DISTINCT CASE nth WHEN 1 THEN unit END) AS others
UNWIND units AS unit
MATCH (member)-[f:MEMBER_OF|OBSERVER_OF|CANDIDATE_OF|SIGNATORY_OF]->(unit)
WHERE type(f) = $relation AND $from_type IN labels(member) AND ($country IS NULL OR member.country = $country OR EXISTS {
    (member:Network)-[place:IN_COUNTRY]->({code: $country})
    WHERE ($deprecated OR place.rank <> 'deprecated')
      AND ($without_licence IS NULL OR any(source IN place.sources WHERE NOT source IN $without_licence))
  })
  AND ($deprecated OR f.rank <> 'deprecated')
  AND ($without_licence IS NULL OR any(source IN f.sources WHERE NOT source IN $without_licence))
  AND ($at IS NULL OR (f.holds_from <= $at AND (f.holds_until IS NULL OR f.holds_until > $at)))
WITH DISTINCT units, others, member
WITH units, others, member, member.search_names[0] + '\t' + member.id AS key
WHERE $after IS NULL OR key > $after
// Sorted first, so that only as many are looked at as a page needs.
WITH units, others, member, key ORDER BY key
WHERE NOT member IN others AND NOT EXISTS {
  (member)-[g:MEMBER_OF|SIGNATORY_OF]->(other)
  WHERE other IN others AND ($deprecated OR g.rank <> 'deprecated')
    AND ($without_licence IS NULL OR any(source IN g.sources WHERE NOT source IN $without_licence))
    AND ($at IS NULL OR (g.holds_from <= $at AND (g.holds_until IS NULL OR g.holds_until > $at)))
}
WITH units, others, member, key ORDER BY key LIMIT $limit
WITH member, key, COLLECT {
  MATCH fact = (member)-[f:MEMBER_OF|OBSERVER_OF|CANDIDATE_OF|SIGNATORY_OF]->(unit)
  WHERE unit IN units AND type(f) = $relation AND ($deprecated OR f.rank <> 'deprecated')
    AND ($without_licence IS NULL OR any(source IN f.sources WHERE NOT source IN $without_licence))
    AND ($at IS NULL OR (f.holds_from <= $at AND (f.holds_until IS NULL OR f.holds_until > $at)))
  RETURN fact ORDER BY unit.sort_key, coalesce(toString(f.holds_from), 'undated'), f.id
} AS facts, COLLECT {
  // What makes nobody a member: observing, candidacy, and what is over or has no date. What is yet to begin says nothing.
  MATCH tie = (member)-[g:MEMBER_OF|OBSERVER_OF|CANDIDATE_OF|SIGNATORY_OF]->(other)
  WHERE other IN others AND ($deprecated OR g.rank <> 'deprecated')
    AND ($without_licence IS NULL OR any(source IN g.sources WHERE NOT source IN $without_licence))
  WITH tie, g, CASE type(g) WHEN 'MEMBER_OF' THEN 'member' WHEN 'SIGNATORY_OF' THEN 'signatory' WHEN 'OBSERVER_OF' THEN 'observer'
    ELSE 'candidate' END AS standing
  WITH tie, g, CASE WHEN $at IS NULL THEN standing WHEN g.holds_until <= $at THEN 'former ' + standing
    WHEN g.holds_from IS NULL THEN standing + ' without a date' WHEN g.holds_from <= $at THEN standing END AS word
  WHERE word IS NOT NULL
  RETURN [word, tie] ORDER BY word, g.id
} AS found
WITH member, reduce(words = [], one IN found | words + CASE WHEN one[0] IN words THEN [] ELSE [one[0]] END) AS standing, facts,
  [one IN found | one[1]] AS ties, key
RETURN member, standing, facts, ties, key
ORDER BY key
LIMIT $limit
