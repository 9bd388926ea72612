// Sources, counted by what they can be filtered by
//
// How many of the sources that source/list gives with the same filters have each value. Those that state no licence are counted under
// `none`; other values that are not stated are left out.
//
// @param  publisher        string?     =      only those that this one published
// @param  licence          string?     =      only those under this licence, such as CC-BY-4.0; `none` for those that state none
// @param  language         string?     =      only those in this language (BCP 47), such as en
// @param  year             integer?    =      1800..2100  only those published in this year
// @param  entity           entity?     =      only those that what stands on this entity itself comes from; its facts have their own
// @param  without_licence  licence[]?  =      leave out what rests only on sources under these licences; `none` for those that state none
// @param  limit            integer     = 100  1..1000  the most values
// @param  after            string?     =      the key to continue after
// @return facet  string   the filter, or `total`
// @return value  string   the value, as the filter takes it; empty for the total
// @return label  string   the value in words
// @return count  integer  how many sources have it
// @return key    string   filter; count, descending; value
MATCH (source:Entity)
USING INDEX source:Entity(sort_key)
WHERE source.sort_key > 'Source\t' AND source.sort_key < 'Source\n'
  AND ($without_licence IS NULL OR NOT source.id IN $without_licence)
  AND ($publisher IS NULL OR source.publisher = $publisher)
  AND ($licence IS NULL OR coalesce(source.licence, 'none') = $licence)
  AND ($language IS NULL OR source.language = $language)
  AND ($year IS NULL OR source.published.year = $year)
  AND ($entity IS NULL OR EXISTS { MATCH (cites:Entity {id: $entity}) WHERE source.id IN cites.sources })
WITH collect({
  publisher: source.publisher, licence: source.licence, language: source.language, year: toString(source.published.year)
}) AS found
CALL (found) {
  RETURN 'total' AS facet, '' AS value, '' AS label, size(found) AS count
  UNION ALL
  UNWIND found AS one
  UNWIND [
    ['publisher', one.publisher, one.publisher], ['licence', coalesce(one.licence, 'none'), coalesce(one.licence, 'none stated')],
    ['language', one.language, one.language], ['year', one.year, one.year]
  ] AS pair
  WITH pair[0] AS facet, pair[1] AS value, pair[2] AS label
  WHERE value IS NOT NULL
  RETURN facet, value, label, count(*) AS count
}
WITH facet, value, label, count, facet + '\t' + right('000000000' + toString(999999999 - count), 9) + '\t' + value AS key
WHERE $after IS NULL OR key > $after
RETURN facet, value, label, count, key
ORDER BY key
LIMIT $limit
