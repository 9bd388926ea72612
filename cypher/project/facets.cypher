// Projects, counted by what they can be filtered by
//
// How many of the projects that project/list gives with the same filters have each value. Values that no source states are left out.
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
// @param  without_licence  licence[]?  =        leave out what rests only on sources under these licences; `none` for those that state none
// @param  limit            integer     = 100    1..1000  the most values
// @param  after            string?     =        the key to continue after
// @return facet  string   the filter, or `total`
// @return value  string   the value, as the filter takes it; empty for the total
// @return label  string   the value in words
// @return count  integer  how many projects have it
// @return key    string   filter; count, descending; value
MATCH (project:Entity)
USING INDEX project:Entity(sort_key)
WHERE project.sort_key > 'Project\t' AND project.sort_key < 'Project\n'
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
WITH collect({
  kind: project.kind, status: project.status, funder: project.funder, year: toString(project.start.year),
  topics: COLLECT {
    MATCH (project)-[f:ABOUT]->(topic)
    WHERE ($deprecated OR f.rank <> 'deprecated')
      AND ($without_licence IS NULL OR any(source IN f.sources WHERE NOT source IN $without_licence))
    RETURN DISTINCT [topic.id, topic.name]
  }
}) AS found
CALL (found) {
  RETURN 'total' AS facet, '' AS value, '' AS label, size(found) AS count
  UNION ALL
  UNWIND found AS one
  UNWIND [['kind', one.kind, one.kind], ['status', one.status, one.status], ['funder', one.funder, one.funder], ['year', one.year, one.year]]
    + [topic IN one.topics | ['topic', topic[0], topic[1]]] AS pair
  WITH pair[0] AS facet, pair[1] AS value, pair[2] AS label
  WHERE value IS NOT NULL
  RETURN facet, value, label, count(*) AS count
}
WITH facet, value, label, count, facet + '\t' + right('000000000' + toString(999999999 - count), 9) + '\t' + value AS key
WHERE $after IS NULL OR key > $after
RETURN facet, value, label, count, key
ORDER BY key
LIMIT $limit
