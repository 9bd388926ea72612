// Topics
//
// Topics, with how many things of each type are about them, whenever a source says so. topic/subjects lists the things.
//
// @param  about            entity_type?  =        Event|Project|WorkingGroup|Partnership|Commitment  only topics that something of this type is about
// @param  deprecated       boolean       = false  facts of rank deprecated count too
// @param  sort             string        = name   name|-events|-projects|-working_groups|-partnerships|-commitments  the order
// @param  without_licence  licence[]?    =        leave out what rests only on sources under these licences; `none` for those that state none
// @param  limit            integer       = 100    1..1000  the most topics
// @param  after            string?       =        the key to continue after
// @return topic           node     the topic
// @return events          integer  how many events are about it
// @return projects        integer  how many projects are about it
// @return working_groups  integer  how many working groups are about it
// @return partnerships    integer  how many partnerships are about it
// @return commitments     integer  how many commitments are about it
// @return key             string   what it is sorted by; name, id
MATCH (topic:Entity)
USING INDEX topic:Entity(sort_key)
WHERE topic.sort_key > CASE WHEN $sort = 'name' AND $after > 'Topic\t' THEN $after ELSE 'Topic\t' END AND topic.sort_key < 'Topic\n'
  AND ($without_licence IS NULL OR any(source IN topic.sources WHERE NOT source IN $without_licence))
  AND ($about IS NULL OR EXISTS {
    MATCH (topic)<-[f:ABOUT]-(subject)
    WHERE $about IN labels(subject) AND ($deprecated OR f.rank <> 'deprecated')
      AND ($without_licence IS NULL OR any(source IN f.sources WHERE NOT source IN $without_licence))
  })
CALL (topic) {
  OPTIONAL MATCH (topic)<-[f:ABOUT]-(subject)
  WHERE ($deprecated OR f.rank <> 'deprecated')
    AND ($without_licence IS NULL OR any(source IN f.sources WHERE NOT source IN $without_licence))
  RETURN count(DISTINCT CASE WHEN subject:Event THEN subject END) AS events,
    count(DISTINCT CASE WHEN subject:Project THEN subject END) AS projects,
    count(DISTINCT CASE WHEN subject:WorkingGroup THEN subject END) AS working_groups,
    count(DISTINCT CASE WHEN subject:Partnership THEN subject END) AS partnerships,
    count(DISTINCT CASE WHEN subject:Commitment THEN subject END) AS commitments
}
WITH topic, events, projects, working_groups, partnerships, commitments,
  CASE $sort
    WHEN '-events' THEN events WHEN '-projects' THEN projects
    WHEN '-working_groups' THEN working_groups WHEN '-partnerships' THEN partnerships WHEN '-commitments' THEN commitments
  END AS counted
WITH topic, events, projects, working_groups, partnerships, commitments,
  coalesce(right('000000000' + toString(999999999 - counted), 9) + '\t', '') + topic.sort_key AS key
WHERE $after IS NULL OR key > $after
RETURN topic, events, projects, working_groups, partnerships, commitments, key
ORDER BY key
LIMIT $limit
