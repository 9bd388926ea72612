// What is about a topic
//
// Events, projects, working groups, agreements and commitments that are about $topic, by type and name, whenever a source says so.
//
// @param  topic            entity        = climate-action  the topic
// @param  type             entity_type?  =                 Event|Project|WorkingGroup|Partnership|Commitment  only things of this type
// @param  deprecated       boolean       = false           facts of rank deprecated count too
// @param  without_licence  licence[]?    =                 leave out what rests only on sources under these licences; `none` for those that state none
// @param  limit            integer       = 100             1..1000  the most facts
// @param  after            string?       =                 the key to continue after
// @return subject    node     what is about it
// @return type       string   its type
// @return on         date?    when it began, was signed or adopted; of a reduced date the first day
// @return precision  string?  day, month or year
// @return fact       fact     that it is about the topic
// @return key        string   type, name, rank, ids
// @returns-graph
MATCH fact = (subject)-[f:ABOUT]->(topic:Entity {id: $topic})
USING INDEX SEEK topic:Entity(id)
WHERE ($deprecated OR f.rank <> 'deprecated')
  AND ($without_licence IS NULL OR any(source IN f.sources WHERE NOT source IN $without_licence))
  AND ($type IS NULL OR $type IN labels(subject))
WITH subject, fact, head([label IN labels(subject) WHERE label <> 'Entity']) AS type,
  coalesce(subject.start, subject.signed, subject.since, subject.adopted, subject.founded) AS on,
  coalesce(subject.start_precision, subject.signed_precision, subject.since_precision, subject.adopted_precision, subject.founded_precision) AS precision,
  subject.sort_key + '\t' + CASE f.rank WHEN 'preferred' THEN '0' WHEN 'normal' THEN '1' ELSE '2' END + '\t' + f.id AS key
WHERE $after IS NULL OR key > $after
RETURN subject, type, on, precision, fact, key
ORDER BY key
LIMIT $limit
