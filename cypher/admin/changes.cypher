// What loads have changed
//
// Each load or unload that changed something, the newest first: how many entities and facts it added, changed and removed,
// and some of them one by one. An interrupted load is told when it is completed. People who have left the graph are
// counted and no longer named. The newest 1000 loads are kept.
//
// @param  since         date?     =       only loads that ended on this day or later
// @param  beyond        integer?  =       0..9999999999  only loads with a number above this one
// @param  version       string?   =       only loads after this version of the graph, such as 12-5f0c31aa
// @param  dataset       string?   =       only loads of this dataset
// @param  most_entries  integer   = 20    0..200  how many things to list of each load
// @param  limit         integer   = 100   1..1000  the most rows
// @param  after         string?   =       the key to continue after
// @return number    integer  1 for the first load that changed something
// @return dataset   string   what was loaded or unloaded
// @return doing     string   load or unload
// @return started   string   when it began, ISO 8601
// @return finished  string   when it ended
// @return version   string   the version of the graph that it made
// @return added     integer  how many entities and facts it added
// @return changed   integer  how many it changed
// @return removed   integer  how many it removed
// @return counts    map[]    the same by `kind` (entity or fact) and `type`
// @return entries   map[]    what it did to what: `action`, `kind`, `type`, `id`, `name`; of facts `from` and `to`; `values` before and after
// @return more      integer  how many things it touched that `entries` does not list
// @return key       string   the number, descending
MATCH (load:Load)
USING INDEX SEEK load:Load(number)
WHERE load.number > coalesce($beyond, 0)
  AND ($dataset IS NULL OR load.dataset = $dataset)
  AND ($since IS NULL OR date(load.finished) >= $since)
  AND ($version IS NULL OR toInteger(split(load.version, '-')[0]) > toInteger(split($version, '-')[0]))
WITH load, right('0000000000' + toString(9999999999 - load.number), 10) AS key
WHERE $after IS NULL OR key > $after
WITH load, key
ORDER BY key
LIMIT $limit
WITH load, key,
  [line IN load.counts | split(line, '\t')] AS counted,
  [line IN load.entries[..$most_entries] | split(line, '\t')] AS listed
WITH load, key, listed,
  [c IN counted | {kind: c[0], type: c[1], added: toInteger(c[2]), changed: toInteger(c[3]), removed: toInteger(c[4])}] AS counts
WITH load, key, listed, counts,
  reduce(n = 0, c IN counts | n + c.added) AS added,
  reduce(n = 0, c IN counts | n + c.changed) AS changed,
  reduce(n = 0, c IN counts | n + c.removed) AS removed
RETURN load.number AS number, load.dataset AS dataset, load.doing AS doing,
  toString(datetime.truncate('second', load.started)) AS started,
  toString(datetime.truncate('second', load.finished)) AS finished,
  load.version AS version, added, changed, removed, counts,
  [e IN listed | {
    action: e[0], kind: e[1], type: e[2], id: e[3],
    name: CASE e[1] WHEN 'entity' THEN e[4] END,
    from: CASE e[1] WHEN 'fact' THEN {id: e[5], name: e[6]} END,
    to: CASE e[1] WHEN 'fact' THEN {id: e[7], name: e[8]} END,
    values: [i IN range(9, size(e) - 3, 3) | {
      property: e[i], old: nullIf(e[i + 1], ''), new: nullIf(e[i + 2], '')
    }]
  }] AS entries,
  added + changed + removed - size(listed) AS more, key
ORDER BY key
LIMIT $limit
