// Commitments of a city
//
// What $city has bound itself to: first the targets and plans it committed itself to, then, as a kind apart, its signatures of
// covenants with the generations of commitment signed. One row for each fact; ended and undated ones too, unless a day is given.
//
// @param  city           entity    = istanbul-tr  the city
// @param  kind           string?   =              commitment|signature  only commitments, or only signatures
// @param  at             at        = any          only facts that hold on that day; `any` for all, ended and undated ones too
// @param  deprecated     boolean   = false        facts of rank deprecated count too
// @param  without_licence  licence[]?  =            leave out what rests only on sources under these licences; `none` for those that state none
// @param  limit          integer   = 100          1..1000  the most rows
// @param  after          string?   =              the key to continue after
// @return kind           string    commitment or signature
// @return to             node      the commitment, or the covenant that was signed
// @return generations    string[]  for signatures: the generations of commitment signed (2020, 2030, 2050, Mayors Adapt)
// @return status         string?   where it stood when its source spoke
// @return target_year    integer?  for commitments: the year it is to be reached by
// @return since          date?     the first day it counts; null where undated
// @return until          date?     the first day it no longer counts; null where no end is known
// @return fact           fact      the fact
// @return key            string    kind, name, rank, start, ids
// @returns-graph
MATCH fact = (city:Entity {id: $city})-[f:COMMITTED_TO|SIGNATORY_OF]->(to)
USING INDEX SEEK city:Entity(id)
WHERE city:City
  AND ($kind IS NULL OR ($kind = 'signature') = (type(f) = 'SIGNATORY_OF'))
  AND ($deprecated OR f.rank <> 'deprecated')
  AND ($without_licence IS NULL OR any(source IN f.sources WHERE NOT source IN $without_licence))
  AND ($at IS NULL OR (f.holds_from <= $at AND (f.holds_until IS NULL OR f.holds_until > $at)))
WITH CASE type(f) WHEN 'SIGNATORY_OF' THEN 'signature' ELSE 'commitment' END AS kind, to, coalesce(f.commitments, []) AS generations,
  coalesce(f.status, to.status) AS status, to.target_year AS target_year, f.holds_from AS since, f.holds_until AS until, fact,
  to.search_names[0] + '\t' + to.id + '\t' + CASE f.rank WHEN 'preferred' THEN '0' WHEN 'normal' THEN '1' ELSE '2' END
  + '\t' + coalesce(toString(f.holds_from), 'undated') + '\t' + f.id AS place
WITH kind, to, generations, status, target_year, since, until, fact, kind + '\t' + place AS key
WHERE $after IS NULL OR key > $after
RETURN kind, to, generations, status, target_year, since, until, fact, key
ORDER BY key
LIMIT $limit
