// Growth of a network by year
//
// For each year: how many began to belong to $network, how many ceased to, and how many belonged to it when the year was over (or on
// $at). Members are counted, not facts: who is stated twice counts once, who left and came back began twice. Where a source only says
// that somebody belonged on some day, they count from that day on and as `first_seen`, not as beginning. Who belongs to it without any
// date is in no year; each row tells how many they are. What sources report of its size is in network/figures.
//
// @param  network          entity      = ceesen            the network
// @param  relation         relation    = MEMBER_OF         MEMBER_OF|OBSERVER_OF|CANDIDATE_OF|SIGNATORY_OF  how they belong to it
// @param  at               at          = today             the last day that counts; `any` for the last one that any fact tells of
// @param  branches         boolean     = true              members of a branch count for its parent
// @param  deprecated       boolean     = false             facts of rank deprecated count too
// @param  without_licence  licence[]?  =                   leave out what rests only on sources under these licences; `none` for those that state none
// @param  limit            integer     = 100               1..1000  the most years
// @param  after            string?     =                   the key to continue after
// @return year             integer     the year
// @return began            integer     how many began to belong to it, by a stated date
// @return first_seen       integer     how many a source first tells of, without saying since when
// @return ended            integer     how many ceased to belong to it
// @return belonged         integer     how many belonged to it on the last day of the year, or on $at
// @return undated          integer     how many belong to it by facts without any date; the same in every row
// @return key              string      year, network
MATCH (network:Entity {id: $network})
USING INDEX SEEK network:Entity(id)
MATCH (unit)
  ((lower)-[b:BRANCH_OF]->(upper)
    WHERE $branches AND ($deprecated OR b.rank <> 'deprecated')
    AND ($without_licence IS NULL OR any(source IN b.sources WHERE NOT source IN $without_licence))){0,4}
  (network)
WITH collect(DISTINCT unit) AS units
CALL (units) {
  // The last day that any fact tells of is asked for only where no day is given.
  UNWIND CASE WHEN $at IS NULL THEN units ELSE [] END AS unit
  MATCH ()-[f:MEMBER_OF|OBSERVER_OF|CANDIDATE_OF|SIGNATORY_OF]->(unit)
  WHERE type(f) = $relation AND ($deprecated OR f.rank <> 'deprecated')
    AND ($without_licence IS NULL OR any(source IN f.sources WHERE NOT source IN $without_licence))
  RETURN max(coalesce(f.holds_until, f.holds_from)) AS told
}
WITH units, coalesce($at, told) AS last
UNWIND units AS unit
MATCH (member)-[f:MEMBER_OF|OBSERVER_OF|CANDIDATE_OF|SIGNATORY_OF]->(unit)
WHERE type(f) = $relation AND ($deprecated OR f.rank <> 'deprecated')
  AND ($without_licence IS NULL OR any(source IN f.sources WHERE NOT source IN $without_licence))
  AND (f.holds_from IS NULL OR f.holds_from <= last)
WITH last, member, collect([f.holds_from, f.holds_until, f.certainty = 'dated']) AS stated
WITH last, member, [term IN stated WHERE term[0] IS NOT NULL] AS terms
// A term begins or ends a belonging only where no other one of the same member goes on over that day.
WITH last, member, terms,
  [term IN terms WHERE none(other IN terms WHERE other[0] < term[0] AND (other[1] IS NULL OR other[1] >= term[0]))] AS starts,
  [term IN terms WHERE term[1] <= last AND none(other IN terms WHERE other[0] <= term[1] AND (other[1] IS NULL OR other[1] > term[1]))] AS ends
UNWIND CASE size(terms) WHEN 0 THEN [[null, 'undated', null]] ELSE
  [term IN starts | [term[0].year, CASE WHEN any(same IN starts WHERE same[0] = term[0] AND same[2]) THEN 'began' ELSE 'seen' END, term[0]]]
  + [term IN ends | [term[1].year, 'ended', term[1]]] END AS change
// Two sources of one beginning are one.
WITH last, change[0] AS year, change[1] AS what, count(DISTINCT [member.id, change[2]]) AS number
WITH last, collect([year, what, number]) AS changes, min(year) AS first,
  sum(CASE what WHEN 'undated' THEN number ELSE 0 END) AS undated
UNWIND range(first, last.year) AS year
WITH year, undated, [one IN changes WHERE one[0] = year] AS now,
  reduce(sum = 0, one IN changes | sum + CASE WHEN one[0] <= year THEN CASE one[1] WHEN 'ended' THEN -one[2] ELSE one[2] END ELSE 0 END) AS belonged
WITH year, coalesce([one IN now WHERE one[1] = 'began'][0][2], 0) AS began, coalesce([one IN now WHERE one[1] = 'seen'][0][2], 0) AS first_seen,
  coalesce([one IN now WHERE one[1] = 'ended'][0][2], 0) AS ended, belonged, undated, toString(year) + '\t' + $network AS key
WHERE $after IS NULL OR key > $after
RETURN year, began, first_seen, ended, belonged, undated, key
ORDER BY key
LIMIT $limit
