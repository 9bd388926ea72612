import assert from "node:assert/strict";
import { test } from "node:test";
import { holds, merged, years, type DrawnFact, type DrawnNode, type Fact, type View } from "../src/view";

const node = (id: string, x = 0): DrawnNode => ({ id, type: "City", name: id, country: null, x, y: 0, r: 6, focus: false, facts: 1, mark: null });
const fact = (id: string, from: string | null, until: string | null): DrawnFact => ({
  fact: { id, from: node("a"), to: node("b"), holds_from: from, holds_until: until, type: "MEMBER_OF" } as unknown as Fact,
  bend: 0,
  ended: false,
  trace: null,
});
const view = (nodes: DrawnNode[], facts: DrawnFact[]): View =>
  ({ nodes, facts, undrawn: [], marks: [], strokes: [], sources: {}, licences: [] }) as unknown as View;

test("a fact holds from its first day until the day before it ends, an undated one always", () => {
  const one = fact("f", "2020-01-01", "2022-01-01").fact;
  assert.equal(holds(one, "2019-12-31"), false);
  assert.equal(holds(one, "2020-01-01"), true);
  assert.equal(holds(one, "2021-12-31"), true);
  assert.equal(holds(one, "2022-01-01"), false);
  assert.equal(holds(fact("g", null, null).fact, "1900-01-01"), true);
  assert.equal(holds(one, null), true);
});

test("the years are those in which something begins or ends", () => {
  assert.deepEqual(years([fact("f", "2019-05-01", null).fact, fact("g", null, "2023-01-01").fact]), [2019, 2023]);
  assert.equal(years([fact("f", "2019-05-01", null).fact]), null);
  assert.equal(years([]), null);
});

test("what is there already stays where it is when more is added", () => {
  const found = merged(view([node("a", 10), node("b", 20)], [fact("f", null, null)]), view([node("a", 99), node("c")], [fact("f", null, null), fact("g", null, null)]), "a");
  assert.deepEqual(found.nodes.map(({ id }) => id), ["a", "b", "c"]);
  assert.equal(found.nodes[0]?.x, 10);
  assert.deepEqual(found.facts.map((one) => one.fact.id), ["f", "g"]);
  assert.ok(Math.hypot(found.nodes[2]!.x - 10, found.nodes[2]!.y) > 40);
});
