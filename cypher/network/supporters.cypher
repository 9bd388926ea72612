// Who supports the signatories of a network
//
// Supporters and coordinators of those who belong to $network, by name. In the Covenant of Mayors a supporter is an agency,
// association or network that helps signatories, a coordinator is a public authority. To support somebody is not to belong to
// $network; what the supporters themselves belong to, path/links and entity/facts tell.
//
// A supporter has a row for each kind of support and each way in which those whom it supports belong to $network: these are never
// added up. No source says for which network somebody is supported: all support that holds on the day counts.
//
// @param  network     entity     = covenant-of-mayors  the network
// @param  at          at         = today  only facts that hold on that day; `any` for all, ended and undated ones too
// @param  relation    relation?  =        MEMBER_OF|OBSERVER_OF|CANDIDATE_OF|SIGNATORY_OF  only those who belong to $network in this way
// @param  kind        relation?  =        SUPPORTED_BY|COORDINATED_BY  only supporters, or only coordinators
// @param  country     country?   =        only supporters seated in this country; a network where a source names it
// @param  branches    boolean    = true   members of a branch count for its parent
// @param  deprecated  boolean    = false  facts of rank deprecated count too
// @param  without_licence  licence[]?  =  leave out what rests only on sources under these licences; `none` for those that state none
// @param  limit       integer    = 100    1..1000  the most rows
// @param  after       string?    =        the key to continue after
// @return supporter   node     who supports or coordinates them
// @return kind        string   SUPPORTED_BY or COORDINATED_BY; SUPPORTED_BY[ended] where it does no more
// @return relation    string   how they belong to $network: SIGNATORY_OF, MEMBER_OF, MEMBER_OF[associate], MEMBER_OF[ended] …
// @return count       integer  how many it supports, each counted once
// @return facts       fact[]   that it supports them: three facts at most, of the first names
// @return key         string   name, id, kind, relation
// @returns-graph
MATCH (network:Entity {id: $network})
USING INDEX SEEK network:Entity(id)
MATCH (unit)
  ((lower)-[branch:BRANCH_OF]->(upper)
    WHERE $branches AND ($deprecated OR branch.rank <> 'deprecated')
    AND ($without_licence IS NULL OR any(source IN branch.sources WHERE NOT source IN $without_licence))
    AND ($at IS NULL OR (branch.holds_from <= $at AND (branch.holds_until IS NULL OR branch.holds_until > $at)))){0,4}
  (network)
WITH DISTINCT unit, coalesce(any(step IN branch WHERE step.holds_until <= coalesce($at, date())), false) AS left
MATCH (member)-[f:MEMBER_OF|OBSERVER_OF|CANDIDATE_OF|SIGNATORY_OF]->(unit)
WHERE ($relation IS NULL OR type(f) = $relation)
  AND ($deprecated OR f.rank <> 'deprecated')
  AND ($without_licence IS NULL OR any(source IN f.sources WHERE NOT source IN $without_licence))
  AND ($at IS NULL OR (f.holds_from <= $at AND (f.holds_until IS NULL OR f.holds_until > $at)))
WITH member, type(f) AS type, CASE WHEN f.kind IN ['associate', 'honorary'] THEN f.kind END AS mark,
  CASE WHEN left OR f.holds_until <= coalesce($at, date()) THEN 'ended' END AS ended
MATCH (member)-[s:SUPPORTED_BY|COORDINATED_BY]->(supporter)
WHERE ($kind IS NULL OR type(s) = $kind)
  AND ($deprecated OR s.rank <> 'deprecated')
  AND ($without_licence IS NULL OR any(source IN s.sources WHERE NOT source IN $without_licence))
  AND ($at IS NULL OR (s.holds_from <= $at AND (s.holds_until IS NULL OR s.holds_until > $at)))
WITH supporter, type(s) AS support, CASE WHEN s.holds_until <= coalesce($at, date()) THEN '[ended]' ELSE '' END AS over, type, mark, ended,
  count(DISTINCT member) AS count, collect(s) AS supports
WHERE $country IS NULL OR supporter.country = $country OR EXISTS {
    (supporter:Network)-[place:IN_COUNTRY]->({code: $country})
    WHERE ($deprecated OR place.rank <> 'deprecated')
      AND ($without_licence IS NULL OR any(source IN place.sources WHERE NOT source IN $without_licence))
  }
WITH supporter, support + over AS kind, type + coalesce('[' + mark + ',' + ended + ']', '[' + coalesce(mark, ended) + ']', '') AS relation, count, supports
WITH supporter, kind, relation, count, supports, supporter.search_names[0] + '\t' + supporter.id + '\t' + kind + '\t' + relation AS key
WHERE $after IS NULL OR key > $after
WITH supporter, kind, relation, count, supports, key
ORDER BY key
LIMIT $limit
RETURN supporter, kind, relation, count, COLLECT {
    UNWIND supports AS s
    WITH DISTINCT s, startNode(s).sort_key AS name
    ORDER BY name, s.id
    LIMIT 3
    MATCH fact = ()-[s]->()
    RETURN fact
    ORDER BY name, s.id
  } AS facts, key
ORDER BY key
LIMIT $limit
