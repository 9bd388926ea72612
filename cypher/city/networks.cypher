// Networks of a city
//
// The networks that $city belongs to, one row for each fact: memberships first, then observing, candidacy and signatures,
// each kind for itself. What it belongs to through a national branch is listed too, with the branch and the way up from it.
//
// @param  city        entity     = tirana-al  the city
// @param  at          at         = today      only facts that hold on that day; `any` for all, ended and undated ones too
// @param  relation    relation?  =            MEMBER_OF|OBSERVER_OF|CANDIDATE_OF|SIGNATORY_OF  only this way of belonging
// @param  branches    boolean    = true       what a branch belongs to counts for the members of the branch
// @param  deprecated  boolean    = false      facts of rank deprecated count too
// @param  without_licence  licence[]?  =            leave out what rests only on sources under these licences; `none` for those that state none
// @param  limit       integer    = 100        1..1000  the most rows
// @param  after       string?    =            the key to continue after
// @return network     node     the network or association
// @return relation    string   how the city belongs to it: MEMBER_OF, OBSERVER_OF, CANDIDATE_OF or SIGNATORY_OF
// @return kind        string?  what sort of member, or how far a candidate has come, where a source says
// @return since       date?    the first day it counts: the beginning, else the day that the source speaks of; null where undated
// @return until       date?    the first day it no longer counts; null where no end is known
// @return via_branch  node?    the branch it belongs to; null where it belongs to the network itself
// @return branch      path?    the way from the branch up to the network
// @return fact        fact     the membership
// @return key         string   kind of belonging, name, directly or through a branch, rank, start, ids
// @returns-graph
MATCH fact = (city:Entity {id: $city})-[f:MEMBER_OF|OBSERVER_OF|CANDIDATE_OF|SIGNATORY_OF]->(unit)
USING INDEX SEEK city:Entity(id)
WHERE city:City AND ($relation IS NULL OR type(f) = $relation)
  AND ($deprecated OR f.rank <> 'deprecated')
  AND ($without_licence IS NULL OR any(source IN f.sources WHERE NOT source IN $without_licence))
  AND ($at IS NULL OR (f.holds_from <= $at AND (f.holds_until IS NULL OR f.holds_until > $at)))
MATCH branch = (unit)
  ((lower)-[b:BRANCH_OF]->(upper)
    WHERE $branches AND ($deprecated OR b.rank <> 'deprecated')
    AND ($without_licence IS NULL OR any(source IN b.sources WHERE NOT source IN $without_licence))
    AND ($at IS NULL OR (b.holds_from <= $at AND (b.holds_until IS NULL OR b.holds_until > $at)))){0,4}
  (network)
WITH fact, f, unit, network, branch, reduce(ids = '', step IN b | ids + '\t' + step.id) AS steps
ORDER BY size(b), steps
// A branch may hang on its parent by several facts: still one row for each fact of the city.
WITH fact, f, unit, network, head(collect(branch)) AS branch
WITH network, type(f) AS relation, coalesce(f.kind, f.stage) AS kind, f.holds_from AS since, f.holds_until AS until,
  CASE WHEN unit <> network THEN unit END AS via_branch, CASE WHEN unit <> network THEN branch END AS branch, fact,
  CASE type(f) WHEN 'MEMBER_OF' THEN '0' WHEN 'OBSERVER_OF' THEN '1' WHEN 'CANDIDATE_OF' THEN '2' ELSE '3' END
  + '\t' + network.search_names[0] + '\t' + network.id + '\t' + CASE unit WHEN network THEN '0' ELSE '1' END
  + '\t' + CASE f.rank WHEN 'preferred' THEN '0' WHEN 'normal' THEN '1' ELSE '2' END
  + '\t' + coalesce(toString(f.holds_from), 'undated') + '\t' + f.id AS key
WHERE $after IS NULL OR key > $after
RETURN network, relation, kind, since, until, via_branch, branch, fact, key
ORDER BY key
LIMIT $limit
