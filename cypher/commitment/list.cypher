// Commitments
//
// Targets and plans that someone has bound themselves to. commitment/holders lists the holders that are counted here.
//
// @param  kind             string?     =        only commitments of this kind, such as SECAP
// @param  status           string?     =        only those that stood there when their source spoke, such as adopted
// @param  target_year      integer?    =        1800..2100  only those to be reached by this year
// @param  holder           entity?     =        only those that this one has bound itself to
// @param  topic            entity?     =        only those about this topic
// @param  at               at          = any    only holders of that day; `any` for all, ended and undated ones too
// @param  deprecated       boolean     = false  facts of rank deprecated count too
// @param  sort             string      = name   name|target_year|-target_year  the order; those without a target year last
// @param  without_licence  licence[]?  =        leave out what rests only on sources under these licences; `none` for those that state none
// @param  limit            integer     = 100    1..1000  the most commitments
// @param  after            string?     =        the key to continue after
// @return commitment         node      the commitment
// @return kind               string?   what sort of commitment it is
// @return status             string?   where it stood when its source spoke
// @return baseline_year      integer?  the year that a reduction is measured against
// @return target_year        integer?  the year it is to be reached by
// @return value              float?    how much, in the unit
// @return unit               string?   unit of the value
// @return adopted            date?     when it was adopted; of a reduced date the first day
// @return adopted_precision  string?   day, month or year
// @return holders            integer   how many hold it
// @return key                string    what it is sorted by; name, id
MATCH (commitment:Entity)
USING INDEX commitment:Entity(sort_key)
WHERE commitment.sort_key > CASE WHEN $sort = 'name' AND $after > 'Commitment\t' THEN $after ELSE 'Commitment\t' END AND commitment.sort_key < 'Commitment\n'
  AND ($without_licence IS NULL OR any(source IN commitment.sources WHERE NOT source IN $without_licence))
  AND ($kind IS NULL OR commitment.kind = $kind)
  AND ($status IS NULL OR commitment.status = $status)
  AND ($target_year IS NULL OR commitment.target_year = $target_year)
  AND ($holder IS NULL OR EXISTS {
    MATCH (commitment)<-[f:COMMITTED_TO]-(:Entity {id: $holder})
    WHERE ($deprecated OR f.rank <> 'deprecated')
      AND ($without_licence IS NULL OR any(source IN f.sources WHERE NOT source IN $without_licence))
      AND ($at IS NULL OR (f.holds_from <= $at AND (f.holds_until IS NULL OR f.holds_until > $at)))
  })
  AND ($topic IS NULL OR EXISTS {
    MATCH (commitment)-[f:ABOUT]->(:Entity {id: $topic})
    WHERE ($deprecated OR f.rank <> 'deprecated')
      AND ($without_licence IS NULL OR any(source IN f.sources WHERE NOT source IN $without_licence))
  })
WITH commitment, CASE $sort
    WHEN 'name' THEN commitment.sort_key
    WHEN 'target_year' THEN coalesce(toString(commitment.target_year), 'none') + '\t' + commitment.sort_key
    ELSE coalesce(toString(9999 - commitment.target_year), 'none') + '\t' + commitment.sort_key
  END AS key
WHERE $after IS NULL OR key > $after
WITH commitment, key
ORDER BY key
LIMIT $limit
RETURN commitment, commitment.kind AS kind, commitment.status AS status, commitment.baseline_year AS baseline_year, commitment.target_year AS target_year,
  toFloat(commitment.value) AS value, commitment.unit AS unit, commitment.adopted AS adopted, commitment.adopted_precision AS adopted_precision,
  COUNT {
    MATCH (commitment)<-[f:COMMITTED_TO]-(holder)
    WHERE ($deprecated OR f.rank <> 'deprecated')
      AND ($without_licence IS NULL OR any(source IN f.sources WHERE NOT source IN $without_licence))
      AND ($at IS NULL OR (f.holds_from <= $at AND (f.holds_until IS NULL OR f.holds_until > $at)))
    RETURN DISTINCT holder
  } AS holders, key
ORDER BY key
LIMIT $limit
