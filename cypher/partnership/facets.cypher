// Agreements, counted by what they can be filtered by
//
// How many of the agreements that partnership/list gives with the same filters have each value. Values that no source states are left out.
//
// @param  kind             string?     =        only agreements of this kind, such as memorandum
// @param  year             integer?    =        1..9999  only those signed in this year, or in force since it where no source says when they were signed
// @param  party            entity?     =        only those that this one is a party to
// @param  topic            entity?     =        only those about this topic, whenever a source says so
// @param  in_force         at          = any    only those in force on that day: by their own dates, or by those of a party where they have no first day; `any` for all
// @param  at               at          = today  only parties of that day; `any` for all, ended and undated ones too
// @param  deprecated       boolean     = false  facts of rank deprecated count too
// @param  without_licence  licence[]?  =        leave out what rests only on sources under these licences; `none` for those that state none
// @param  limit            integer     = 100    1..1000  the most values
// @param  after            string?     =        the key to continue after
// @return facet  string   the filter, or `total`
// @return value  string   the value, as the filter takes it; empty for the total
// @return label  string   the value in words
// @return count  integer  how many agreements have it
// @return key    string   filter; count, descending; value
MATCH (partnership:Entity)
USING INDEX partnership:Entity(sort_key)
WHERE partnership.sort_key > 'Partnership\t' AND partnership.sort_key < 'Partnership\n'
  AND ($without_licence IS NULL OR any(source IN partnership.sources WHERE NOT source IN $without_licence))
  AND ($kind IS NULL OR partnership.kind = $kind)
  AND ($year IS NULL OR coalesce(partnership.signed, partnership.since).year = $year)
  AND ($party IS NULL OR EXISTS {
    MATCH (partnership)<-[f:PARTY_TO]-(:Entity {id: $party})
    WHERE ($deprecated OR f.rank <> 'deprecated')
      AND ($without_licence IS NULL OR any(source IN f.sources WHERE NOT source IN $without_licence))
      AND ($at IS NULL OR (f.holds_from <= $at AND (f.holds_until IS NULL OR f.holds_until > $at)))
  })
  AND ($in_force IS NULL OR ((coalesce(partnership.since, partnership.signed) <= $in_force OR (coalesce(partnership.since, partnership.signed) IS NULL AND EXISTS {
    MATCH (partnership)<-[f:PARTY_TO]-()
    WHERE f.holds_from <= $in_force AND (f.holds_until IS NULL OR f.holds_until > $in_force) AND ($deprecated OR f.rank <> 'deprecated')
      AND ($without_licence IS NULL OR any(source IN f.sources WHERE NOT source IN $without_licence))
  }))
    // An end of which only the month or year is known counts from when that is over.
    AND coalesce(partnership.until + duration(CASE partnership.until_precision WHEN 'year' THEN {years: 1} WHEN 'month' THEN {months: 1} ELSE {days: 0} END) > $in_force, true)))
  AND ($topic IS NULL OR EXISTS {
    MATCH (partnership)-[f:ABOUT]->(:Entity {id: $topic})
    WHERE ($deprecated OR f.rank <> 'deprecated')
      AND ($without_licence IS NULL OR any(source IN f.sources WHERE NOT source IN $without_licence))
  })
WITH collect({
  kind: partnership.kind, year: toString(coalesce(partnership.signed, partnership.since).year),
  topics: COLLECT {
    MATCH (partnership)-[f:ABOUT]->(topic)
    WHERE ($deprecated OR f.rank <> 'deprecated')
      AND ($without_licence IS NULL OR any(source IN f.sources WHERE NOT source IN $without_licence))
    RETURN DISTINCT [topic.id, topic.name]
  }
}) AS found
CALL (found) {
  RETURN 'total' AS facet, '' AS value, '' AS label, size(found) AS count
  UNION ALL
  UNWIND found AS one
  UNWIND [['kind', one.kind, one.kind], ['year', one.year, one.year]] + [topic IN one.topics | ['topic', topic[0], topic[1]]] AS pair
  WITH pair[0] AS facet, pair[1] AS value, pair[2] AS label
  WHERE value IS NOT NULL
  RETURN facet, value, label, count(*) AS count
}
WITH facet, value, label, count, facet + '\t' + right('000000000' + toString(999999999 - count), 9) + '\t' + value AS key
WHERE $after IS NULL OR key > $after
RETURN facet, value, label, count, key
ORDER BY key
LIMIT $limit
