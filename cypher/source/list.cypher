// Sources
//
// Documents and datasets that state facts. source/facts lists what rests on one.
//
// @param  publisher        string?     =       only those that this one published
// @param  licence          string?     =       only those under this licence, such as CC-BY-4.0; `none` for those that state none
// @param  language         string?     =       only those in this language (BCP 47), such as en
// @param  year             integer?    =       1800..2100  only those published in this year
// @param  entity           entity?     =       only those that what stands on this entity itself comes from; its facts have their own
// @param  sort             string      = name  name|published|-published|publisher  the order; those that do not say when they were published last
// @param  without_licence  licence[]?  =       leave out what rests only on sources under these licences; `none` for those that state none
// @param  limit            integer     = 100   1..1000  the most sources
// @param  after            string?     =       the key to continue after
// @return source               node     the source; its name is its title
// @return publisher            string   who published it
// @return published            date?    when; of a reduced date the first day
// @return published_precision  string?  day, month or year
// @return retrieved            date?    when it was read
// @return licence              string?  the licence that it states
// @return language             string?  the language it is in
// @return url                  string?  its address
// @return key                  string   what it is sorted by; title, id
MATCH (source:Entity)
USING INDEX source:Entity(sort_key)
WHERE source.sort_key > CASE WHEN $sort = 'name' AND $after > 'Source\t' THEN $after ELSE 'Source\t' END AND source.sort_key < 'Source\n'
  AND ($without_licence IS NULL OR NOT source.id IN $without_licence)
  AND ($publisher IS NULL OR source.publisher = $publisher)
  AND ($licence IS NULL OR coalesce(source.licence, 'none') = $licence)
  AND ($language IS NULL OR source.language = $language)
  AND ($year IS NULL OR source.published.year = $year)
  AND ($entity IS NULL OR EXISTS { MATCH (cites:Entity {id: $entity}) WHERE source.id IN cites.sources })
WITH source, CASE $sort
    WHEN 'name' THEN source.sort_key
    WHEN 'published' THEN coalesce(toString(source.published), 'none') + '\t' + source.sort_key
    WHEN 'publisher' THEN toLower(source.publisher) + '\t' + source.sort_key
    ELSE coalesce(toString(99999999 - toInteger(replace(toString(source.published), '-', ''))), 'none') + '\t' + source.sort_key
  END AS key
WHERE $after IS NULL OR key > $after
WITH source, key
ORDER BY key
LIMIT $limit
RETURN source, source.publisher AS publisher, source.published AS published, source.published_precision AS published_precision,
  source.retrieved AS retrieved, source.licence AS licence, source.language AS language, source.url AS url, key
ORDER BY key
LIMIT $limit
