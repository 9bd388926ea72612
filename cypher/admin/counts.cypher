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
  MATCH (n:City) RETURN 'entity' AS what, 'City' AS type, count(n) AS count UNION ALL
  MATCH (n:Region) RETURN 'entity' AS what, 'Region' AS type, count(n) AS count UNION ALL
  MATCH (n:Country) RETURN 'entity' AS what, 'Country' AS type, count(n) AS count UNION ALL
  MATCH (n:Person) RETURN 'entity' AS what, 'Person' AS type, count(n) AS count UNION ALL
  MATCH (n:Network) RETURN 'entity' AS what, 'Network' AS type, count(n) AS count UNION ALL
  MATCH (n:WorkingGroup) RETURN 'entity' AS what, 'WorkingGroup' AS type, count(n) AS count UNION ALL
  MATCH (n:Organisation) RETURN 'entity' AS what, 'Organisation' AS type, count(n) AS count UNION ALL
  MATCH (n:Partnership) RETURN 'entity' AS what, 'Partnership' AS type, count(n) AS count UNION ALL
  MATCH (n:Event) RETURN 'entity' AS what, 'Event' AS type, count(n) AS count UNION ALL
  MATCH (n:Project) RETURN 'entity' AS what, 'Project' AS type, count(n) AS count UNION ALL
  MATCH (n:Commitment) RETURN 'entity' AS what, 'Commitment' AS type, count(n) AS count UNION ALL
  MATCH (n:Topic) RETURN 'entity' AS what, 'Topic' AS type, count(n) AS count UNION ALL
  MATCH (n:Figure) RETURN 'entity' AS what, 'Figure' AS type, count(n) AS count UNION ALL
  MATCH (n:Source) RETURN 'entity' AS what, 'Source' AS type, count(n) AS count UNION ALL
  MATCH ()-[f:MEMBER_OF]->() RETURN 'fact' AS what, 'MEMBER_OF' AS type, count(f) AS count UNION ALL
  MATCH ()-[f:OBSERVER_OF]->() RETURN 'fact' AS what, 'OBSERVER_OF' AS type, count(f) AS count UNION ALL
  MATCH ()-[f:CANDIDATE_OF]->() RETURN 'fact' AS what, 'CANDIDATE_OF' AS type, count(f) AS count UNION ALL
  MATCH ()-[f:SIGNATORY_OF]->() RETURN 'fact' AS what, 'SIGNATORY_OF' AS type, count(f) AS count UNION ALL
  MATCH ()-[f:SUPPORTED_BY]->() RETURN 'fact' AS what, 'SUPPORTED_BY' AS type, count(f) AS count UNION ALL
  MATCH ()-[f:COORDINATED_BY]->() RETURN 'fact' AS what, 'COORDINATED_BY' AS type, count(f) AS count UNION ALL
  MATCH ()-[f:BRANCH_OF]->() RETURN 'fact' AS what, 'BRANCH_OF' AS type, count(f) AS count UNION ALL
  MATCH ()-[f:WORKING_GROUP_OF]->() RETURN 'fact' AS what, 'WORKING_GROUP_OF' AS type, count(f) AS count UNION ALL
  MATCH ()-[f:TAKES_PART_IN]->() RETURN 'fact' AS what, 'TAKES_PART_IN' AS type, count(f) AS count UNION ALL
  MATCH ()-[f:PARTY_TO]->() RETURN 'fact' AS what, 'PARTY_TO' AS type, count(f) AS count UNION ALL
  MATCH ()-[f:PRESIDES]->() RETURN 'fact' AS what, 'PRESIDES' AS type, count(f) AS count UNION ALL
  MATCH ()-[f:HOSTS_SECRETARIAT_OF]->() RETURN 'fact' AS what, 'HOSTS_SECRETARIAT_OF' AS type, count(f) AS count UNION ALL
  MATCH ()-[f:MAYOR_OF]->() RETURN 'fact' AS what, 'MAYOR_OF' AS type, count(f) AS count UNION ALL
  MATCH ()-[f:DEPUTY_MAYOR_OF]->() RETURN 'fact' AS what, 'DEPUTY_MAYOR_OF' AS type, count(f) AS count UNION ALL
  MATCH ()-[f:HOLDS_OFFICE_IN]->() RETURN 'fact' AS what, 'HOLDS_OFFICE_IN' AS type, count(f) AS count UNION ALL
  MATCH ()-[f:HOSTED]->() RETURN 'fact' AS what, 'HOSTED' AS type, count(f) AS count UNION ALL
  MATCH ()-[f:ORGANISED]->() RETURN 'fact' AS what, 'ORGANISED' AS type, count(f) AS count UNION ALL
  MATCH ()-[f:ATTENDED]->() RETURN 'fact' AS what, 'ATTENDED' AS type, count(f) AS count UNION ALL
  MATCH ()-[f:INVITED_TO]->() RETURN 'fact' AS what, 'INVITED_TO' AS type, count(f) AS count UNION ALL
  MATCH ()-[f:RESULTED_IN]->() RETURN 'fact' AS what, 'RESULTED_IN' AS type, count(f) AS count UNION ALL
  MATCH ()-[f:HELD_BY]->() RETURN 'fact' AS what, 'HELD_BY' AS type, count(f) AS count UNION ALL
  MATCH ()-[f:IN_COUNTRY]->() RETURN 'fact' AS what, 'IN_COUNTRY' AS type, count(f) AS count UNION ALL
  MATCH ()-[f:PART_OF]->() RETURN 'fact' AS what, 'PART_OF' AS type, count(f) AS count UNION ALL
  MATCH ()-[f:LOCATED_IN]->() RETURN 'fact' AS what, 'LOCATED_IN' AS type, count(f) AS count UNION ALL
  MATCH ()-[f:COMMITTED_TO]->() RETURN 'fact' AS what, 'COMMITTED_TO' AS type, count(f) AS count UNION ALL
  MATCH ()-[f:ABOUT]->() RETURN 'fact' AS what, 'ABOUT' AS type, count(f) AS count UNION ALL
  MATCH ()-[f:REPORTS]->() RETURN 'fact' AS what, 'REPORTS' AS type, count(f) AS count UNION ALL
  MATCH ()-[f:MENTIONED_IN]->() RETURN 'fact' AS what, 'MENTIONED_IN' AS type, count(f) AS count
}
WITH what, type, count, what + '\t' + type AS key
WHERE count > 0 AND ($after IS NULL OR key > $after)
RETURN what, type, count, key
ORDER BY key
LIMIT $limit
