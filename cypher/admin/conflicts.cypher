// What sources disagree about
//
// Facts that cannot all be right. `two-holders`: two hold at the same time an office that only one can hold. `figures`: different
// numbers of one metric, reported of one event, or of another entity for the same day or period. `dates` and `kinds`: sources that
// state the same fact for overlapping times, and differ in when it began or ended, or in its kind. A coarse date that a finer one
// lies within, a hedge that holds (more than 500, and 523), and who left and came back are no conflicts; nor are successive terms.
//
// @param  rule        string?      =        two-holders|figures|dates|kinds  only conflicts of this sort
// @param  deprecated  boolean      = false  facts of rank deprecated count too: what has been settled so
// @param  without_licence  licence[]?  =    leave out what rests only on sources under these licences; `none` for those that state none
// @param  limit       integer      = 100    1..1000  the most conflicts
// @param  after       string?      =        the key to continue after
// @return rule   string  two-holders, figures, dates or kinds
// @return about  node    the entity that the conflict is about
// @return what   string  the metric of figures, else the type of the facts
// @return facts  fact[]  the facts that disagree
// @return key    string  rule, type and name of the entity, id, what, ids of the facts
// @scan Any two facts may disagree, and no index tells which.
CALL () {
  MATCH (about:Entity)
  WHERE ($rule IS NULL OR $rule = 'two-holders') AND COUNT { (about)<-[:PRESIDES|MAYOR_OF]-() } > 1
  MATCH (about)<-[f:PRESIDES|MAYOR_OF]-()
  WHERE f.holds_from IS NOT NULL AND ($deprecated OR f.rank <> 'deprecated')
    AND ($without_licence IS NULL OR any(source IN f.sources WHERE NOT source IN $without_licence))
  WITH about, type(f) AS what, collect(f) AS terms
  WHERE size(terms) > 1
  // On one of the days from `first` to `last` each began, or was seen. From the last of them it held for certain, until before
  // `over`: its own end, or the day after the one that its source speaks of. Without either it did on one day, nobody knows which.
  WITH about, what, [f IN terms | {f: f, who: startNode(f), first: f.holds_from, last: f.holds_from - duration({days: 1}) + CASE
      coalesce(f.since_precision, f.as_of_precision) WHEN 'year' THEN duration({years: 1}) WHEN 'month' THEN duration({months: 1}) ELSE duration({days: 1}) END}] AS terms
  WITH about, what, [t IN terms | t {.*, over: coalesce(t.f.until, CASE WHEN t.f.as_of > t.last THEN t.f.as_of + duration({days: 1}) END, t.last)}] AS terms
  UNWIND terms AS one
  UNWIND terms AS two
  WITH about, what, one, two, one.f AS a, two.f AS b
  // The last line: both hold on a day as every other question sees it, since neither begins after the other.
  WHERE a.id < b.id AND one.who <> two.who
    AND ((one.last < two.over AND two.last < one.over AND one.last < one.over AND two.last < two.over)
      OR (one.last <= two.first AND two.last < one.over) OR (two.last <= one.first AND one.last < two.over)
      OR (coalesce(a.holds_from < b.holds_until, true) AND coalesce(b.holds_from < a.holds_until, true)))
  RETURN 'two-holders' AS rule, about, what, [a, b] AS found
  UNION ALL
  MATCH (about)-[f:REPORTS]->(figure)
  WHERE ($rule IS NULL OR $rule = 'figures') AND ($deprecated OR f.rank <> 'deprecated')
    AND ($without_licence IS NULL OR any(source IN f.sources WHERE NOT source IN $without_licence))
  WITH about, figure, f, coalesce(figure.qualifier, '') AS hedge
  ORDER BY figure.value, f.id
  WITH about, figure.metric AS what, figure.unit AS unit, CASE WHEN NOT about:Event THEN toString(figure.on) + figure.on_precision END AS day,
    collect(f) AS found, collect([figure.value, hedge]) AS numbers
  // A number is a lower bound, an upper one, or both; of `about` it is neither.
  WHERE any(low IN numbers WHERE NOT low[1] IN ['about', 'less than', 'nearly']
    AND any(high IN numbers WHERE NOT high[1] IN ['about', 'more than', 'at least']
      AND (low[0] > high[0] OR (low[0] = high[0] AND (low[1] = 'more than' OR high[1] = 'less than')))))
  RETURN 'figures' AS rule, about, what, found
  UNION ALL
  MATCH (about:Entity)
  WHERE ($rule IS NULL OR $rule IN ['dates', 'kinds'])
  // Few have two facts with anybody: these are found first, without a look at what the facts say.
  CALL (about) { MATCH (about)-->(other) RETURN count(*) > count(DISTINCT other) AS twice }
  WITH about
  WHERE twice
  CALL (about) {
    MATCH (about)-[f]->(other)
    WHERE ($deprecated OR f.rank <> 'deprecated')
      AND ($without_licence IS NULL OR any(source IN f.sources WHERE NOT source IN $without_licence))
    WITH other, type(f) AS what, collect(f) AS same
    WHERE size(same) > 1
    RETURN other, what, same
  }
  // Of each date the first day after its period.
  WITH about, what, [f IN same | {fact: f, part: [coalesce(f.role, ''), coalesce(f.office, ''), coalesce(f.stage, ''), coalesce(f.on_behalf_of, '')],
    begun: f.since + CASE f.since_precision WHEN 'year' THEN duration({years: 1}) WHEN 'month' THEN duration({months: 1}) ELSE duration({days: 1}) END,
    over: f.until + CASE f.until_precision WHEN 'year' THEN duration({years: 1}) WHEN 'month' THEN duration({months: 1}) ELSE duration({days: 1}) END,
    seen: f.as_of + CASE f.as_of_precision WHEN 'year' THEN duration({years: 1}) WHEN 'month' THEN duration({months: 1}) ELSE duration({days: 1}) END
  }] AS claims
  // A term in office that names no end ends with the next one, which may be the same term as another source dates it.
  WITH about, what, [one IN claims | one {.*, open: coalesce(one.over, one.fact.holds_until + duration({days: 1}))}] AS claims
  UNWIND claims AS one
  UNWIND claims AS two
  WITH about, what, one, two, one.fact AS a, two.fact AS b
  WHERE a.id < b.id AND one.part = two.part AND none(source IN a.sources WHERE source IN b.sources)
    AND coalesce(b.holds_from < one.open, true) AND coalesce(a.holds_from < two.open, true)
  UNWIND [
    CASE WHEN a.kind <> b.kind THEN 'kinds' END,
    CASE WHEN one.begun <= b.since OR two.begun <= a.since OR one.seen <= b.since OR two.seen <= a.since
      OR one.over <= b.until OR two.over <= a.until THEN 'dates' END
  ] AS rule
  WITH rule, about, what, a, b
  WHERE rule IS NOT NULL AND ($rule IS NULL OR rule = $rule)
  RETURN rule, about, what, [a, b] AS found
}
WITH rule, about, what, found, reduce(text = rule + '\t' + about.sort_key + '\t' + what, f IN found | text + '\t' + f.id) AS key
WHERE $after IS NULL OR key > $after
WITH rule, about, what, found, key
ORDER BY key
LIMIT $limit
RETURN rule, about, what, COLLECT { UNWIND found AS f MATCH fact = ()-[f]->() RETURN fact } AS facts, key
ORDER BY key
LIMIT $limit
