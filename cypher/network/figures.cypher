// Reported figures of a network over time
//
// The numbers that sources report of $network, by what they count and by day: members, countries, municipalities. They are what
// the sources say, not what this graph counts (network/growth, network/countries); sources may disagree, and each number stands.
// Numbers that were reported of its events or branches are figures of those.
//
// @param  network     entity    = climate-alliance  the network
// @param  metric      string?   =                   only figures of this metric, as the source words it
// @param  deprecated  boolean   = false             facts of rank deprecated count too
// @param  without_licence  licence[]?  =            leave out what rests only on sources under these licences; `none` for those that state none
// @param  limit       integer   = 100               1..1000  the most figures
// @param  after       string?   =                   the key to continue after
// @return metric        string   what is counted
// @return value         float    the number
// @return qualifier     string?  the source's own hedge: about, more than, at least, nearly, less than
// @return unit          string?  unit, where the metric does not say it
// @return on            date     the day, or first day of the period, that the number is of
// @return on_precision  string   day, month or year
// @return figure        node     the figure
// @return sources       node[]   who reports it
// @return fact          fact     the report
// @return key           string   metric, day, rank, ids
// @returns-graph
MATCH fact = (network:Entity {id: $network})-[f:REPORTS]->(figure)
USING INDEX SEEK network:Entity(id)
WHERE ($metric IS NULL OR figure.metric = $metric)
  AND ($deprecated OR f.rank <> 'deprecated')
  AND ($without_licence IS NULL OR any(source IN f.sources WHERE NOT source IN $without_licence))
WITH figure, fact, f, figure.metric + '\t' + toString(figure.on)
  + '\t' + CASE f.rank WHEN 'preferred' THEN '0' WHEN 'normal' THEN '1' ELSE '2' END + '\t' + figure.id + '\t' + f.id AS key
WHERE $after IS NULL OR key > $after
WITH figure, fact, f, key
ORDER BY key
LIMIT $limit
RETURN figure.metric AS metric, toFloat(figure.value) AS value, figure.qualifier AS qualifier, figure.unit AS unit,
  figure.on AS on, figure.on_precision AS on_precision, figure,
  COLLECT {
    UNWIND f.sources AS id
    MATCH (source:Entity {id: id})
    WHERE $without_licence IS NULL OR NOT id IN $without_licence
    RETURN source
    ORDER BY source.id
  } AS sources, fact, key
ORDER BY key
LIMIT $limit
