// What the graph holds
//
// How many entities there are of each type, and how many facts; all of them, ended, undated and deprecated ones too. Types of which
// there are none are left out.
//
// @param  limit  integer  = 100  1..1000  the most rows
// @param  after  string?  =      the key to continue after
// @return what   string   entity or fact
// @return type   string   label or fact type
// @return count  integer  how many
// @return key    string   what, type
CALL () {
  MATCH (n:City) WITH count(n) AS count RETURN 'entity' AS what, 'City' AS type, count UNION ALL
  MATCH (n:Region) WITH count(n) AS count RETURN 'entity' AS what, 'Region' AS type, count UNION ALL
  MATCH (n:Country) WITH count(n) AS count RETURN 'entity' AS what, 'Country' AS type, count UNION ALL
  MATCH (n:Person) WITH count(n) AS count RETURN 'entity' AS what, 'Person' AS type, count UNION ALL
  MATCH (n:Network) WITH count(n) AS count RETURN 'entity' AS what, 'Network' AS type, count UNION ALL
  MATCH (n:WorkingGroup) WITH count(n) AS count RETURN 'entity' AS what, 'WorkingGroup' AS type, count UNION ALL
  MATCH (n:Organisation) WITH count(n) AS count RETURN 'entity' AS what, 'Organisation' AS type, count UNION ALL
  MATCH (n:Partnership) WITH count(n) AS count RETURN 'entity' AS what, 'Partnership' AS type, count UNION ALL
  MATCH (n:Event) WITH count(n) AS count RETURN 'entity' AS what, 'Event' AS type, count UNION ALL
  MATCH (n:Project) WITH count(n) AS count RETURN 'entity' AS what, 'Project' AS type, count UNION ALL
  MATCH (n:Commitment) WITH count(n) AS count RETURN 'entity' AS what, 'Commitment' AS type, count UNION ALL
  MATCH (n:Topic) WITH count(n) AS count RETURN 'entity' AS what, 'Topic' AS type, count UNION ALL
  MATCH (n:Figure) WITH count(n) AS count RETURN 'entity' AS what, 'Figure' AS type, count UNION ALL
  MATCH (n:Source) WITH count(n) AS count RETURN 'entity' AS what, 'Source' AS type, count UNION ALL
  MATCH ()-[f:MEMBER_OF]->() WITH count(f) AS count RETURN 'fact' AS what, 'MEMBER_OF' AS type, count UNION ALL
  MATCH ()-[f:OBSERVER_OF]->() WITH count(f) AS count RETURN 'fact' AS what, 'OBSERVER_OF' AS type, count UNION ALL
  MATCH ()-[f:CANDIDATE_OF]->() WITH count(f) AS count RETURN 'fact' AS what, 'CANDIDATE_OF' AS type, count UNION ALL
  MATCH ()-[f:SIGNATORY_OF]->() WITH count(f) AS count RETURN 'fact' AS what, 'SIGNATORY_OF' AS type, count UNION ALL
  MATCH ()-[f:SUPPORTED_BY]->() WITH count(f) AS count RETURN 'fact' AS what, 'SUPPORTED_BY' AS type, count UNION ALL
  MATCH ()-[f:COORDINATED_BY]->() WITH count(f) AS count RETURN 'fact' AS what, 'COORDINATED_BY' AS type, count UNION ALL
  MATCH ()-[f:BRANCH_OF]->() WITH count(f) AS count RETURN 'fact' AS what, 'BRANCH_OF' AS type, count UNION ALL
  MATCH ()-[f:WORKING_GROUP_OF]->() WITH count(f) AS count RETURN 'fact' AS what, 'WORKING_GROUP_OF' AS type, count UNION ALL
  MATCH ()-[f:TAKES_PART_IN]->() WITH count(f) AS count RETURN 'fact' AS what, 'TAKES_PART_IN' AS type, count UNION ALL
  MATCH ()-[f:PARTY_TO]->() WITH count(f) AS count RETURN 'fact' AS what, 'PARTY_TO' AS type, count UNION ALL
  MATCH ()-[f:PRESIDES]->() WITH count(f) AS count RETURN 'fact' AS what, 'PRESIDES' AS type, count UNION ALL
  MATCH ()-[f:HOSTS_SECRETARIAT_OF]->() WITH count(f) AS count RETURN 'fact' AS what, 'HOSTS_SECRETARIAT_OF' AS type, count UNION ALL
  MATCH ()-[f:MAYOR_OF]->() WITH count(f) AS count RETURN 'fact' AS what, 'MAYOR_OF' AS type, count UNION ALL
  MATCH ()-[f:DEPUTY_MAYOR_OF]->() WITH count(f) AS count RETURN 'fact' AS what, 'DEPUTY_MAYOR_OF' AS type, count UNION ALL
  MATCH ()-[f:HOLDS_OFFICE_IN]->() WITH count(f) AS count RETURN 'fact' AS what, 'HOLDS_OFFICE_IN' AS type, count UNION ALL
  MATCH ()-[f:HOSTED]->() WITH count(f) AS count RETURN 'fact' AS what, 'HOSTED' AS type, count UNION ALL
  MATCH ()-[f:ORGANISED]->() WITH count(f) AS count RETURN 'fact' AS what, 'ORGANISED' AS type, count UNION ALL
  MATCH ()-[f:ATTENDED]->() WITH count(f) AS count RETURN 'fact' AS what, 'ATTENDED' AS type, count UNION ALL
  MATCH ()-[f:INVITED_TO]->() WITH count(f) AS count RETURN 'fact' AS what, 'INVITED_TO' AS type, count UNION ALL
  MATCH ()-[f:RESULTED_IN]->() WITH count(f) AS count RETURN 'fact' AS what, 'RESULTED_IN' AS type, count UNION ALL
  MATCH ()-[f:HELD_BY]->() WITH count(f) AS count RETURN 'fact' AS what, 'HELD_BY' AS type, count UNION ALL
  MATCH ()-[f:IN_COUNTRY]->() WITH count(f) AS count RETURN 'fact' AS what, 'IN_COUNTRY' AS type, count UNION ALL
  MATCH ()-[f:PART_OF]->() WITH count(f) AS count RETURN 'fact' AS what, 'PART_OF' AS type, count UNION ALL
  MATCH ()-[f:LOCATED_IN]->() WITH count(f) AS count RETURN 'fact' AS what, 'LOCATED_IN' AS type, count UNION ALL
  MATCH ()-[f:COMMITTED_TO]->() WITH count(f) AS count RETURN 'fact' AS what, 'COMMITTED_TO' AS type, count UNION ALL
  MATCH ()-[f:ABOUT]->() WITH count(f) AS count RETURN 'fact' AS what, 'ABOUT' AS type, count UNION ALL
  MATCH ()-[f:REPORTS]->() WITH count(f) AS count RETURN 'fact' AS what, 'REPORTS' AS type, count UNION ALL
  MATCH ()-[f:MENTIONED_IN]->() WITH count(f) AS count RETURN 'fact' AS what, 'MENTIONED_IN' AS type, count
}
WITH what, type, count, what + '\t' + type AS key
WHERE count > 0 AND ($after IS NULL OR key > $after)
RETURN what, type, count, key
ORDER BY key
LIMIT $limit
