// Agreements
//
// Agreements between two or more parties. partnership/parties lists the parties that are counted here.
//
// @param  kind             string?     =        only agreements of this kind, such as memorandum
// @param  year             integer?    =        1..9999  only those signed in this year, or in force since it where no source says when they were signed
// @param  party            entity?     =        only those that this one is a party to
// @param  topic            entity?     =        only those about this topic, whenever a source says so
// @param  in_force         at          = any    only those in force on that day: by their own dates, or by those of a party where they have no first day; `any` for all
// @param  at               at          = today  only parties of that day; `any` for all, ended and undated ones too
// @param  deprecated       boolean     = false  facts of rank deprecated count too
// @param  sort             string      = name   name|signed|-signed  the order; by the day signed, or else in force, those without a day last
// @param  without_licence  licence[]?  =        leave out what rests only on sources under these licences; `none` for those that state none
// @param  limit            integer     = 100    1..1000  the most agreements
// @param  after            string?     =        the key to continue after
// @return partnership       node     the agreement
// @return kind              string?  what sort of agreement it is
// @return signed            date?    when it was signed; of a reduced date the first day
// @return signed_precision  string?  day, month or year
// @return since             date?    when it took effect
// @return since_precision   string?  day, month or year
// @return until             date?    when it ended (exclusive)
// @return until_precision   string?  day, month or year
// @return parties           integer  how many parties it has
// @return key               string   what it is sorted by; name, id
MATCH (partnership:Entity)
USING INDEX partnership:Entity(sort_key)
WHERE partnership.sort_key > CASE WHEN $sort = 'name' AND $after > 'Partnership\t' THEN $after ELSE 'Partnership\t' END AND partnership.sort_key < 'Partnership\n'
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
WITH partnership, CASE $sort
    WHEN 'name' THEN partnership.sort_key
    WHEN 'signed' THEN coalesce(toString(coalesce(partnership.signed, partnership.since)), 'none') + '\t' + partnership.sort_key
    ELSE coalesce(toString(99999999 - toInteger(replace(toString(coalesce(partnership.signed, partnership.since)), '-', ''))), 'none') + '\t' + partnership.sort_key
  END AS key
WHERE $after IS NULL OR key > $after
WITH partnership, key
ORDER BY key
LIMIT $limit
RETURN partnership, partnership.kind AS kind, partnership.signed AS signed, partnership.signed_precision AS signed_precision,
  partnership.since AS since, partnership.since_precision AS since_precision, partnership.until AS until, partnership.until_precision AS until_precision,
  COUNT {
    MATCH (partnership)<-[f:PARTY_TO]-(party)
    WHERE ($deprecated OR f.rank <> 'deprecated')
      AND ($without_licence IS NULL OR any(source IN f.sources WHERE NOT source IN $without_licence))
      AND ($at IS NULL OR (f.holds_from <= $at AND (f.holds_until IS NULL OR f.holds_until > $at)))
    RETURN DISTINCT party
  } AS parties, key
ORDER BY key
LIMIT $limit
