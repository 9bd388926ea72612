// Who holds a commitment
//
// Which cities and networks have bound themselves to $commitment, by name. Few sources say since when, so undated ones are listed too
// unless a day is named. Whether a network's commitment binds its members, its source says or not: members are not listed.
//
// @param  commitment       entity      = istanbul-secap  the commitment
// @param  at               at          = any             only facts that hold on that day; `any` for all, ended and undated ones too
// @param  country          country?    =                 only holders of this country
// @param  deprecated       boolean     = false           facts of rank deprecated count too
// @param  without_licence  licence[]?  =                 leave out what rests only on sources under these licences; `none` for those that state none
// @param  limit            integer     = 100             1..1000  the most holders
// @param  after            string?     =                 the key to continue after
// @return holder  node    who holds it
// @return fact    fact    that it does
// @return key     string  name, rank, start, ids
// @returns-graph
MATCH fact = (holder)-[f:COMMITTED_TO]->(commitment:Entity {id: $commitment})
USING INDEX SEEK commitment:Entity(id)
WHERE ($deprecated OR f.rank <> 'deprecated')
  AND ($without_licence IS NULL OR any(source IN f.sources WHERE NOT source IN $without_licence))
  AND ($at IS NULL OR (f.holds_from <= $at AND (f.holds_until IS NULL OR f.holds_until > $at)))
  AND ($country IS NULL OR holder.country = $country OR EXISTS {
    (holder:Network)-[place:IN_COUNTRY]->({code: $country})
    WHERE ($deprecated OR place.rank <> 'deprecated')
      AND ($without_licence IS NULL OR any(source IN place.sources WHERE NOT source IN $without_licence))
  })
WITH holder, fact,
  holder.search_names[0] + '\t' + holder.id
  + '\t' + CASE f.rank WHEN 'preferred' THEN '0' WHEN 'normal' THEN '1' ELSE '2' END
  + '\t' + coalesce(toString(f.holds_from), 'undated') + '\t' + f.id AS key
WHERE $after IS NULL OR key > $after
RETURN holder, fact, key
ORDER BY key
LIMIT $limit
