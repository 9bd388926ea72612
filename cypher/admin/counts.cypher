// What the graph holds
//
// How many entities there are of each type, and how many facts; all of them, ended, undated and deprecated ones too.
//
// @param  limit    integer  = 100  1..1000  the most rows
// @param  after    string?  =      the key to continue after
// @return what     string   entity or fact
// @return type     string   label or fact type
// @return count    integer  how many
// @return undated  integer  how many of the facts have no date at all; 0 for entities
// @return key      string   what, type
// @scan Counting everything reads everything.
CALL () {
  MATCH (node:Entity)
  UNWIND [label IN labels(node) WHERE label <> 'Entity'] AS type
  RETURN 'entity' AS what, type, count(*) AS count, 0 AS undated
  UNION ALL
  MATCH ()-[f]->()
  RETURN 'fact' AS what, type(f) AS type, count(*) AS count, count(CASE f.certainty WHEN 'undated' THEN 1 END) AS undated
}
WITH what, type, count, undated, what + '\t' + type AS key
WHERE $after IS NULL OR key > $after
RETURN what, type, count, undated, key
ORDER BY key
LIMIT $limit
