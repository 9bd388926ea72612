// Projects
//
// Projects, programmes, platforms and planned systems. project/participants lists the participants that are counted here; those whose
// part is only planned are counted apart; who takes part through a working group alone is not counted.
//
// @param  kind             string?     =        only undertakings of this kind, such as platform
// @param  status           string?     =        planned|running|completed  only those that stood there when their source spoke
// @param  funder           string?     =        only those that this one pays for, as a source writes it
// @param  year             integer?    =        1..9999  only those that began in this year
// @param  participant      entity?     =        only those that this one takes part in, or is planned to
// @param  groups           boolean     = true   what a working group takes part in counts for who takes part in the group, and for the network whose group it is
// @param  topic            entity?     =        only those about this topic, whenever a source says so
// @param  at               at          = today  only participants of that day; `any` for all, ended and undated ones too
// @param  deprecated       boolean     = false  facts of rank deprecated count too
// @param  sort             string      = name   name|start|-start  the order; those without a start last
// @param  without_licence  licence[]?  =        leave out what rests only on sources under these licences; `none` for those that state none
// @param  limit            integer     = 100    1..1000  the most projects
// @param  after            string?     =        the key to continue after
// @return project          node     the project
// @return kind             string?  what sort of undertaking it is
// @return status           string?  where it stood when its source spoke
// @return start            date?    when it began; of a reduced date the first day
// @return start_precision  string?  day, month or year
// @return end              date?    when it ended (inclusive)
// @return end_precision    string?  day, month or year
// @return funder           string?  who pays for it
// @return participants     integer  how many take part, in any role but a planned one
// @return planned          integer  how many are planned to
// @return via_groups       node[]   the working groups through which $participant takes part, by name
// @return key              string   what it is sorted by; name, id
MATCH (project:Entity)
USING INDEX project:Entity(sort_key)
WHERE project.sort_key > CASE WHEN $sort = 'name' AND $after > 'Project\t' THEN $after ELSE 'Project\t' END AND project.sort_key < 'Project\n'
  AND ($without_licence IS NULL OR any(source IN project.sources WHERE NOT source IN $without_licence))
  AND ($kind IS NULL OR project.kind = $kind)
  AND ($status IS NULL OR project.status = $status)
  AND ($funder IS NULL OR project.funder = $funder)
  AND ($year IS NULL OR project.start.year = $year)
  AND ($participant IS NULL OR EXISTS {
    MATCH (project)<-[f:TAKES_PART_IN]-(:Entity {id: $participant})
    WHERE ($deprecated OR f.rank <> 'deprecated')
      AND ($without_licence IS NULL OR any(source IN f.sources WHERE NOT source IN $without_licence))
      AND ($at IS NULL OR (f.holds_from <= $at AND (f.holds_until IS NULL OR f.holds_until > $at)))
  } OR EXISTS {
    // A member of the group, or the network whose group it is; a branch's group is its parent's too.
    MATCH (project)<-[f:TAKES_PART_IN]-(group:WorkingGroup)-[g:TAKES_PART_IN|WORKING_GROUP_OF]-(unit)((lower)-[b:BRANCH_OF]->(upper)){0,4}(:Entity {id: $participant})
    WHERE $groups AND (type(g) = 'WORKING_GROUP_OF' OR (startNode(g) = unit AND size(b) = 0)) AND all(fact IN [f, g] + b WHERE ($deprecated OR fact.rank <> 'deprecated')
      AND ($without_licence IS NULL OR any(source IN fact.sources WHERE NOT source IN $without_licence))
      AND ($at IS NULL OR (fact.holds_from <= $at AND (fact.holds_until IS NULL OR fact.holds_until > $at))))
  })
  AND ($topic IS NULL OR EXISTS {
    MATCH (project)-[f:ABOUT]->(:Entity {id: $topic})
    WHERE ($deprecated OR f.rank <> 'deprecated')
      AND ($without_licence IS NULL OR any(source IN f.sources WHERE NOT source IN $without_licence))
  })
WITH project, CASE $sort
    WHEN 'name' THEN project.sort_key
    WHEN 'start' THEN coalesce(toString(project.start), 'none') + '\t' + project.sort_key
    ELSE coalesce(toString(99999999 - toInteger(replace(toString(project.start), '-', ''))), 'none') + '\t' + project.sort_key
  END AS key
WHERE $after IS NULL OR key > $after
WITH project, key
ORDER BY key
LIMIT $limit
RETURN project, project.kind AS kind, project.status AS status, project.start AS start, project.start_precision AS start_precision,
  project.end AS end, project.end_precision AS end_precision, project.funder AS funder,
  COUNT {
    MATCH (project)<-[f:TAKES_PART_IN]-(participant)
    WHERE ($deprecated OR f.rank <> 'deprecated')
      AND ($without_licence IS NULL OR any(source IN f.sources WHERE NOT source IN $without_licence))
      AND ($at IS NULL OR (f.holds_from <= $at AND (f.holds_until IS NULL OR f.holds_until > $at)))
      AND coalesce(f.role, '') <> 'planned'
    RETURN DISTINCT participant
  } AS participants,
  COUNT {
    MATCH (project)<-[f:TAKES_PART_IN]-(participant)
    WHERE ($deprecated OR f.rank <> 'deprecated')
      AND ($without_licence IS NULL OR any(source IN f.sources WHERE NOT source IN $without_licence))
      AND ($at IS NULL OR (f.holds_from <= $at AND (f.holds_until IS NULL OR f.holds_until > $at)))
      AND f.role = 'planned'
    RETURN DISTINCT participant
  } AS planned,
  COLLECT {
    MATCH (project)<-[f:TAKES_PART_IN]-(group:WorkingGroup)-[g:TAKES_PART_IN|WORKING_GROUP_OF]-(unit)((lower)-[b:BRANCH_OF]->(upper)){0,4}(:Entity {id: $participant})
    WHERE $groups AND (type(g) = 'WORKING_GROUP_OF' OR (startNode(g) = unit AND size(b) = 0)) AND all(fact IN [f, g] + b WHERE ($deprecated OR fact.rank <> 'deprecated')
      AND ($without_licence IS NULL OR any(source IN fact.sources WHERE NOT source IN $without_licence))
      AND ($at IS NULL OR (fact.holds_from <= $at AND (fact.holds_until IS NULL OR fact.holds_until > $at))))
    WITH DISTINCT group
    RETURN group ORDER BY group.sort_key
  } AS via_groups, key
ORDER BY key
LIMIT $limit
