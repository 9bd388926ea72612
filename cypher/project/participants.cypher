// Participants of a project
//
// Who takes part in $project, by name, each in its role. A planned part is none yet.
//
// @param  project          entity      = pay-it-forward  the project
// @param  at               at          = today           only facts that hold on that day; `any` for all, ended and undated ones too
// @param  role             string?     =                 lead|partner|provider|pilot|planned  only those in this role
// @param  deprecated       boolean     = false           facts of rank deprecated count too
// @param  without_licence  licence[]?  =                 leave out what rests only on sources under these licences; `none` for those that state none
// @param  limit            integer     = 100             1..1000  the most participants
// @param  after            string?     =                 the key to continue after
// @return participant  node     who takes part
// @return role         string?  in what role, where a source says
// @return fact         fact     that it does
// @return key          string   name, role, rank, start, ids
// @returns-graph
MATCH fact = (participant)-[f:TAKES_PART_IN]->(project:Entity {id: $project})
USING INDEX SEEK project:Entity(id)
WHERE ($deprecated OR f.rank <> 'deprecated')
  AND ($without_licence IS NULL OR any(source IN f.sources WHERE NOT source IN $without_licence))
  AND ($at IS NULL OR (f.holds_from <= $at AND (f.holds_until IS NULL OR f.holds_until > $at)))
  AND project:Project
  AND ($role IS NULL OR f.role = $role)
WITH participant, f.role AS role, fact,
  participant.search_names[0] + '\t' + participant.id + '\t' + coalesce(f.role, '')
  + '\t' + CASE f.rank WHEN 'preferred' THEN '0' WHEN 'normal' THEN '1' ELSE '2' END
  + '\t' + coalesce(toString(f.holds_from), 'undated') + '\t' + f.id AS key
WHERE $after IS NULL OR key > $after
RETURN participant, role, fact, key
ORDER BY key
LIMIT $limit
