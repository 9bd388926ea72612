// Parties to an agreement
//
// Who is a party to $partnership, by name, each in the source's own word for its role.
//
// @param  partnership      entity      = ceesen-climate-alliance-2024  the agreement
// @param  at               at          = today                         only facts that hold on that day; `any` for all, ended and undated ones too
// @param  deprecated       boolean     = false                         facts of rank deprecated count too
// @param  without_licence  licence[]?  =                               leave out what rests only on sources under these licences; `none` for those that state none
// @param  limit            integer     = 100                           1..1000  the most parties
// @param  after            string?     =                               the key to continue after
// @return party  node     the party
// @return role   string?  its role, in the source's own word
// @return fact   fact     that it is one
// @return key    string   name, rank, start, ids
// @returns-graph
MATCH fact = (party)-[f:PARTY_TO]->(partnership:Entity {id: $partnership})
USING INDEX SEEK partnership:Entity(id)
WHERE ($deprecated OR f.rank <> 'deprecated')
  AND ($without_licence IS NULL OR any(source IN f.sources WHERE NOT source IN $without_licence))
  AND ($at IS NULL OR (f.holds_from <= $at AND (f.holds_until IS NULL OR f.holds_until > $at)))
WITH party, f.role AS role, fact,
  party.search_names[0] + '\t' + party.id
  + '\t' + CASE f.rank WHEN 'preferred' THEN '0' WHEN 'normal' THEN '1' ELSE '2' END
  + '\t' + coalesce(toString(f.holds_from), 'undated') + '\t' + f.id AS key
WHERE $after IS NULL OR key > $after
RETURN party, role, fact, key
ORDER BY key
LIMIT $limit
