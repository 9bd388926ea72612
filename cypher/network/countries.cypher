// Countries that a network covers
//
// Where those who belong to $network lie or are seated: one row for each kind of belonging and country, with how many they are,
// each counted once. Associate and honorary members are counted apart. Who they are, network/members lists (with relation and
// country). The last row of a kind, without a country, is of those of whom no country is stated.
//
// @param  network     entity      = b40    the network
// @param  at          at          = today  only facts that hold on that day; `any` for all, ended and undated ones too
// @param  relations   relation[]  = MEMBER_OF,OBSERVER_OF,CANDIDATE_OF,SIGNATORY_OF,SUPPORTED_BY,COORDINATED_BY  MEMBER_OF|OBSERVER_OF|CANDIDATE_OF|SIGNATORY_OF|SUPPORTED_BY|COORDINATED_BY  kinds of belonging
// @param  from_type   entity_type?  =      City|Region|Organisation|Network  only those of this type
// @param  branches    boolean     = true   members of a branch count for its parent
// @param  deprecated  boolean     = false  facts of rank deprecated count too
// @param  without_licence  licence[]?  =   leave out what rests only on sources under these licences; `none` for those that state none
// @param  limit       integer     = 100    1..1000  the most rows
// @param  after       string?     =        the key to continue after
// @return relation       string   how they belong
// @return kind           string?  associate or honorary; null for all others
// @return country        node?    the country; null where none is stated
// @return count          integer  how many belong in this way
// @return only_branches  integer  how many of them belong to a branch alone
// @return key            string   relation, kind, name of the country, its code
// @returns-graph
MATCH (network:Entity {id: $network})
USING INDEX SEEK network:Entity(id)
MATCH (unit)
  ((lower)-[branch:BRANCH_OF]->(upper)
    WHERE $branches AND ($deprecated OR branch.rank <> 'deprecated')
    AND ($without_licence IS NULL OR any(source IN branch.sources WHERE NOT source IN $without_licence))
    AND ($at IS NULL OR (branch.holds_from <= $at AND (branch.holds_until IS NULL OR branch.holds_until > $at)))){0,4}
  (network)
WITH DISTINCT network, unit
MATCH (member)-[f:MEMBER_OF|OBSERVER_OF|CANDIDATE_OF|SIGNATORY_OF|SUPPORTED_BY|COORDINATED_BY]->(unit)
WHERE type(f) IN $relations AND ($from_type IS NULL OR $from_type IN labels(member))
  AND ($deprecated OR f.rank <> 'deprecated')
  AND ($without_licence IS NULL OR any(source IN f.sources WHERE NOT source IN $without_licence))
  AND ($at IS NULL OR (f.holds_from <= $at AND (f.holds_until IS NULL OR f.holds_until > $at)))
WITH member, type(f) AS relation, CASE WHEN type(f) = 'MEMBER_OF' AND f.kind IN ['associate', 'honorary'] THEN f.kind END AS kind,
  unit = network AS direct, member.country AS seat
// A network has no country of its own: it may be said to work in some.
UNWIND CASE WHEN seat IS NOT NULL THEN [seat] ELSE coalesce(nullIf(COLLECT {
    MATCH (member)-[place:IN_COUNTRY]->(country)
    WHERE ($deprecated OR place.rank <> 'deprecated')
      AND ($without_licence IS NULL OR any(source IN place.sources WHERE NOT source IN $without_licence))
    RETURN DISTINCT country.code
  }, []), [null]) END AS code
WITH relation, kind, code, count(DISTINCT member) AS count,
  count(DISTINCT member) - count(DISTINCT CASE WHEN direct THEN member END) AS only_branches
OPTIONAL MATCH (country:Country {code: code})
WITH relation, kind, country, count, only_branches,
  relation + '\t' + coalesce(kind, '') + '\t' + coalesce(country.search_names[0], '~') + '\t' + coalesce(code, '~') AS key
WHERE $after IS NULL OR key > $after
RETURN relation, kind, country, count, only_branches, key
ORDER BY key
LIMIT $limit
