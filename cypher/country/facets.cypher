// Countries, counted by what they can be filtered by
//
// How many of the countries that country/list gives with the same filter have something of each type in them.
//
// @param  has              entity_type?  =        City|Region|Organisation|Network  only countries with something of this type in them
// @param  deprecated       boolean       = false  facts of rank deprecated count too
// @param  without_licence  licence[]?    =        leave out what rests only on sources under these licences; `none` for those that state none
// @param  limit            integer       = 100    1..1000  the most values
// @param  after            string?       =        the key to continue after
// @return facet  string   the filter, or `total`
// @return value  string   the value, as the filter takes it; empty for the total
// @return label  string   the value in words
// @return count  integer  how many countries have it
// @return key    string   filter; count, descending; value
MATCH (country:Entity)
USING INDEX country:Entity(sort_key)
WHERE country.sort_key > 'Country\t' AND country.sort_key < 'Country\n'
  AND ($without_licence IS NULL OR any(source IN country.sources WHERE NOT source IN $without_licence))
  AND ($has IS NULL OR EXISTS {
    MATCH (country)<-[f:IN_COUNTRY]-(inside)
    WHERE $has IN labels(inside) AND ($deprecated OR f.rank <> 'deprecated')
      AND ($without_licence IS NULL OR any(source IN f.sources WHERE NOT source IN $without_licence))
  })
WITH collect(COLLECT {
    MATCH (country)<-[f:IN_COUNTRY]-(inside)
    WHERE ($deprecated OR f.rank <> 'deprecated')
      AND ($without_licence IS NULL OR any(source IN f.sources WHERE NOT source IN $without_licence))
    RETURN DISTINCT head([label IN labels(inside) WHERE label <> 'Entity'])
  }) AS found
CALL (found) {
  RETURN 'total' AS facet, '' AS value, '' AS label, size(found) AS count
  UNION ALL
  UNWIND found AS one
  UNWIND [label IN one | ['has', label, label]] AS pair
  WITH pair[0] AS facet, pair[1] AS value, pair[2] AS label
  WHERE value IS NOT NULL
  RETURN facet, value, label, count(*) AS count
}
WITH facet, value, label, count, facet + '\t' + right('000000000' + toString(999999999 - count), 9) + '\t' + value AS key
WHERE $after IS NULL OR key > $after
RETURN facet, value, label, count, key
ORDER BY key
LIMIT $limit
