// Growth of a network by year
//
// For each year: how many began to belong to $network, how many ceased to, and how many belonged to it on the year's last day (or on
// $at). Members are counted, not facts: who is stated twice counts once, who left and came back began twice. Associate and honorary
// members are counted apart. A member of a branch counts while the branch is one.
//
// Where a source only says that somebody belonged on some day, they count from that day on as `first_seen`, not as beginning. Who
// belongs without any date is in no year: each row tells how many they are. Who left with a year's last day belonged on it still, and
// ended in that year. What sources report of a network's size is in network/figures, and never mixed with these counts.
//
// @param  network          entity      = climate-alliance  the network
// @param  relation         relation    = MEMBER_OF         MEMBER_OF|OBSERVER_OF|CANDIDATE_OF|SIGNATORY_OF|SUPPORTED_BY|COORDINATED_BY  how they belong to it
// @param  at               at          = today             the last day that counts; `any` for the last one that any fact tells of
// @param  from_type        entity_type?  =                 City|Region|Organisation|Network  only those of this type
// @param  country          country?    =                   only those of this country
// @param  branches         boolean     = true              members of a branch count for its parent
// @param  deprecated       boolean     = false             facts of rank deprecated count too
// @param  without_licence  licence[]?  =                   leave out what rests only on sources under these licences; `none` for those that state none
// @param  limit            integer     = 100               1..1000  the most years
// @param  after            string?     =                   the key to continue after
// @return kind             string?     associate or honorary; null for all others
// @return year             integer     the year
// @return began            integer     how many began to belong to it, by a stated date
// @return first_seen       integer     how many a source first tells of, without saying since when
// @return ended            integer     how many belonged to it for the last time; network/members lists who does on a day
// @return belonged         integer     how many belonged to it on the last day of the year, or on $at
// @return undated          integer     how many more belong to it by facts without any date; the same in every row of a kind
// @return key              string      kind, year, network
MATCH (network:Entity {id: $network})
USING INDEX SEEK network:Entity(id)
MATCH (unit)
  ((lower)-[b:BRANCH_OF]->(upper)
    WHERE $branches AND ($deprecated OR b.rank <> 'deprecated')
    AND ($without_licence IS NULL OR any(source IN b.sources WHERE NOT source IN $without_licence))){0,4}
  (network)
// The days between which a branch, and all above it, belonged to the network; `known` is false where one of them has no date.
WITH unit, all(step IN b WHERE step.holds_from IS NOT NULL) AS known,
  reduce(last = null, step IN b | CASE WHEN last.day >= step.holds_from THEN last
    ELSE {day: step.holds_from, stated: step.certainty = 'dated'} END) AS opened,
  reduce(first = null, step IN b | CASE WHEN first <= step.holds_until THEN first ELSE coalesce(step.holds_until, first) END) AS closed
MATCH (member)-[f:MEMBER_OF|OBSERVER_OF|CANDIDATE_OF|SIGNATORY_OF|SUPPORTED_BY|COORDINATED_BY]->(unit)
WHERE type(f) = $relation AND ($from_type IS NULL OR $from_type IN labels(member)) AND ($deprecated OR f.rank <> 'deprecated')
  AND ($without_licence IS NULL OR any(source IN f.sources WHERE NOT source IN $without_licence))
  AND ($country IS NULL OR member.country = $country OR EXISTS {
    (member:Network)-[place:IN_COUNTRY]->({code: $country})
    WHERE ($deprecated OR place.rank <> 'deprecated')
      AND ($without_licence IS NULL OR any(source IN place.sources WHERE NOT source IN $without_licence))
  })
WITH member, CASE WHEN $relation = 'MEMBER_OF' AND f.kind IN ['associate', 'honorary'] THEN f.kind END AS kind,
  CASE WHEN NOT known THEN null WHEN opened.day > f.holds_from THEN opened.day ELSE f.holds_from END AS from,
  CASE WHEN closed IS NULL OR f.holds_until <= closed THEN f.holds_until ELSE closed END AS until,
  CASE WHEN opened.day > f.holds_from THEN opened.stated ELSE f.certainty = 'dated' END AS stated
WHERE from IS NULL OR until IS NULL OR until > from
// Most of ten thousand belong by one fact, and many since the same day: these are one row from here on.
WITH member, kind, collect([from, until, stated]) AS stays
WITH kind, stays, count(*) AS members
WITH collect([kind, stays, members]) AS found, coalesce($at, max(reduce(told = null, stay IN stays |
  CASE WHEN told >= coalesce(stay[1], stay[0]) THEN told ELSE coalesce(stay[1], stay[0], told) END)), date()) AS last
UNWIND found AS one
WITH last, one[0] AS kind, one[2] AS members, [stay IN one[1] WHERE stay[0] <= last] AS stays,
  none(stay IN one[1] WHERE coalesce(stay[0] <= last, false)) AND any(stay IN one[1] WHERE stay[0] IS NULL AND coalesce(stay[1] > last, true)) AS undated
// A stay begins or ends a belonging only where no other one of the same member goes on over that day. Two that agree are one.
WITH last, kind, members, undated, reduce(days = [], stay IN stays | CASE
    WHEN any(day IN days WHERE day[0] = stay[0]) OR any(other IN stays WHERE other[0] < stay[0] AND coalesce(other[1] >= stay[0], true))
    THEN days ELSE days + [[stay[0], any(other IN stays WHERE other[0] = stay[0] AND other[2])]] END) AS starts,
  reduce(days = [], stay IN stays | CASE
    WHEN stay[1] <= last AND NOT stay[1] IN days
      AND none(other IN stays WHERE other[0] <= stay[1] AND coalesce(other[1] > stay[1], true))
    THEN days + stay[1] ELSE days END) AS ends
UNWIND CASE WHEN undated THEN [[null, 'undated']] ELSE [start IN starts | [start[0].year, CASE WHEN start[1] THEN 'began' ELSE 'seen' END]]
  + [day IN ends | [day.year, 'gone']] + [day IN ends | [(day - duration({days: 1})).year, 'ended']] END AS change
WITH last, kind, change[0] AS year, change[1] AS what, sum(members) AS number
WITH last, kind, collect({year: year, what: what, number: number}) AS changes, coalesce(min(year), last.year) AS first
UNWIND range(first, last.year) AS year
WITH kind, year, [what IN ['began', 'seen', 'ended', 'undated'] | reduce(sum = 0, one IN changes |
    sum + CASE WHEN one.what = what AND coalesce(one.year, year) = year THEN one.number ELSE 0 END)] AS now,
  reduce(sum = 0, one IN changes | sum + CASE WHEN one.year <= year
    THEN CASE one.what WHEN 'gone' THEN -one.number WHEN 'ended' THEN 0 ELSE one.number END ELSE 0 END) AS belonged,
  coalesce(kind, '') + '\t' + year + '\t' + $network AS key
WHERE $after IS NULL OR key > $after
RETURN kind, year, now[0] AS began, now[1] AS first_seen, now[2] AS ended, belonged, now[3] AS undated, key
ORDER BY key
LIMIT $limit
