// What holds of a city on a day
//
// Every fact that begins or ends at $city and holds on that day, by class, then by type and by the name of the other side.
//
// @param  city        entity   = tirana-al  the city
// @param  at          at       = today      only facts that hold on that day; `any` for all, ended and undated ones too
// @param  class       string?  =            affiliation|office|event|place|commitment|topic|figure|provenance  only facts of this class
// @param  deprecated  boolean  = false      facts of rank deprecated count too
// @param  without_licence  licence[]?  =            leave out what rests only on sources under these licences; `none` for those that state none
// @param  limit       integer  = 100        1..1000  the most facts
// @param  after       string?  =            the key to continue after
// @return class       string  the class of the fact's type
// @return other       node    the fact's other side
// @return fact        fact    the fact
// @return key         string  class, type, name, rank, start, ids
// @returns-graph
MATCH (city:Entity {id: $city})
USING INDEX SEEK city:Entity(id)
WHERE city:City
MATCH fact = (city)-[f]-(other)
WHERE ($deprecated OR f.rank <> 'deprecated')
  AND ($without_licence IS NULL OR any(source IN f.sources WHERE NOT source IN $without_licence))
  AND ($at IS NULL OR (f.holds_from <= $at AND (f.holds_until IS NULL OR f.holds_until > $at)))
WITH f, fact, other, [
    ['affiliation', ['MEMBER_OF', 'OBSERVER_OF', 'CANDIDATE_OF', 'SIGNATORY_OF', 'SUPPORTED_BY', 'COORDINATED_BY', 'BRANCH_OF', 'WORKING_GROUP_OF', 'TAKES_PART_IN', 'PARTY_TO']],
    ['office', ['PRESIDES', 'HOSTS_SECRETARIAT_OF', 'MAYOR_OF', 'DEPUTY_MAYOR_OF', 'HOLDS_OFFICE_IN']],
    ['event', ['HOSTED', 'ORGANISED', 'ATTENDED', 'INVITED_TO', 'RESULTED_IN', 'HELD_BY']],
    ['place', ['IN_COUNTRY', 'PART_OF', 'LOCATED_IN']],
    ['commitment', ['COMMITTED_TO']],
    ['topic', ['ABOUT']],
    ['figure', ['REPORTS']],
    ['provenance', ['MENTIONED_IN']]
  ] AS classes
WITH f, fact, other, classes, head([i IN range(0, size(classes) - 1) WHERE type(f) IN classes[i][1]]) AS nth
WITH classes[nth][0] AS class, other, fact,
  nth + '\t' + type(f) + '\t' + other.search_names[0] + '\t' + other.id
  + '\t' + CASE f.rank WHEN 'preferred' THEN '0' WHEN 'normal' THEN '1' ELSE '2' END
  + '\t' + coalesce(toString(f.holds_from), 'undated') + '\t' + f.id AS key
WHERE ($class IS NULL OR class = $class) AND ($after IS NULL OR key > $after)
RETURN class, other, fact, key
ORDER BY key
LIMIT $limit
