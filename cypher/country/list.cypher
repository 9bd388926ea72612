// Countries
//
// Countries, with how many things of each type lie or are seated in them, whenever a source says so. city/list and the other lists
// name them. Events are in a city, and not counted here.
//
// @param  has              entity_type?  =        City|Region|Organisation|Network  only countries with something of this type in them
// @param  deprecated       boolean       = false  facts of rank deprecated count too
// @param  sort             string        = name   name|-cities|-regions|-organisations|-networks  the order
// @param  without_licence  licence[]?    =        leave out what rests only on sources under these licences; `none` for those that state none
// @param  limit            integer       = 100    1..1000  the most countries
// @param  after            string?       =        the key to continue after
// @return country        node     the country
// @return code           string   its two letters (ISO 3166-1 alpha-2, XK for Kosovo)
// @return cities         integer  how many cities are in it
// @return regions        integer  how many regions are in it
// @return organisations  integer  how many organisations are in it
// @return networks       integer  how many networks are in it
// @return key            string   what it is sorted by; name, id
MATCH (country:Entity)
USING INDEX country:Entity(sort_key)
WHERE country.sort_key > CASE WHEN $sort = 'name' AND $after > 'Country\t' THEN $after ELSE 'Country\t' END AND country.sort_key < 'Country\n'
  AND ($without_licence IS NULL OR any(source IN country.sources WHERE NOT source IN $without_licence))
  AND ($has IS NULL OR EXISTS {
    MATCH (country)<-[f:IN_COUNTRY]-(inside)
    WHERE $has IN labels(inside) AND ($deprecated OR f.rank <> 'deprecated')
      AND ($without_licence IS NULL OR any(source IN f.sources WHERE NOT source IN $without_licence))
  })
CALL (country) {
  OPTIONAL MATCH (country)<-[f:IN_COUNTRY]-(inside)
  WHERE ($deprecated OR f.rank <> 'deprecated')
    AND ($without_licence IS NULL OR any(source IN f.sources WHERE NOT source IN $without_licence))
  RETURN count(DISTINCT CASE WHEN inside:City THEN inside END) AS cities,
    count(DISTINCT CASE WHEN inside:Region THEN inside END) AS regions,
    count(DISTINCT CASE WHEN inside:Organisation THEN inside END) AS organisations,
    count(DISTINCT CASE WHEN inside:Network THEN inside END) AS networks
}
WITH country, cities, regions, organisations, networks,
  CASE $sort WHEN '-cities' THEN cities WHEN '-regions' THEN regions WHEN '-organisations' THEN organisations WHEN '-networks' THEN networks END AS counted
WITH country, cities, regions, organisations, networks,
  coalesce(right('000000000' + toString(999999999 - counted), 9) + '\t', '') + country.sort_key AS key
WHERE $after IS NULL OR key > $after
RETURN country, country.code AS code, cities, regions, organisations, networks, key
ORDER BY key
LIMIT $limit
