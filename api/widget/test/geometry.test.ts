import assert from "node:assert/strict";
import { test } from "node:test";
import { curve, labelled, towards, type Named } from "../src/geometry";
import { followed } from "../src/dom";

test("a line ends before the mark, and a bent one bends to the right of who walks", () => {
  const straight = curve({ x: 0, y: 0 }, { x: 100, y: 0 }, 0, 10);
  assert.match(straight.d, /^M0,0L83\.5,0$/);
  assert.match(straight.tip, /^M90,0L/);
  // y grows downwards: the right of who walks to the right is below.
  assert.match(curve({ x: 0, y: 0 }, { x: 100, y: 0 }, 20, 0).d, /Q50,40/);
  assert.match(curve({ x: 100, y: 0 }, { x: 0, y: 0 }, 20, 0).d, /Q50,-40/);
  assert.equal(curve({ x: 0, y: 0 }, { x: 4, y: 0 }, 0, 10).tip, "");
});

test("an arrow key finds the neighbour in its direction, the nearer of two", () => {
  const near = { x: 50, y: 10 };
  const far = { x: 200, y: 0 };
  const up = { x: 0, y: -30 };
  assert.equal(towards({ x: 0, y: 0 }, [far, near, up], "ArrowRight"), near);
  assert.equal(towards({ x: 0, y: 0 }, [far, near, up], "ArrowUp"), up);
  assert.equal(towards({ x: 0, y: 0 }, [far, near, up], "ArrowLeft"), null);
});

test("names overlap neither each other nor marks, and the most important has room first", () => {
  const spots: Named[] = Array.from({ length: 200 }, (_, n) => ({
    id: `n${n}`, x: (n % 20) * 30, y: Math.floor(n / 20) * 24, r: 5, weight: n, width: 60, height: 15, always: false, pull: { x: 0, y: 0 },
  }));
  const labels = labelled(spots);
  assert.equal(labels[0]?.id, "n199");
  assert.ok(labels.length > 10 && labels.length < 150);
  const boxes = labels.map((label) => {
    const left = label.x - { start: 0, middle: 30, end: 60 }[label.anchor];
    const top = label.y - 15 * 0.78;
    return { id: label.id, left, top, right: left + 60, bottom: top + 15 };
  });
  for (const [n, one] of boxes.entries()) {
    for (const other of boxes.slice(n + 1))
      assert.ok(one.left >= other.right || other.left >= one.right || one.top >= other.bottom || other.top >= one.bottom);
    for (const spot of spots)
      if (spot.id !== one.id)
        assert.ok(spot.x - 5 >= one.right || spot.x + 5 <= one.left || spot.y - 5 >= one.bottom || spot.y + 5 <= one.top);
  }
});

test("a name stands on the side where no lines are", () => {
  const spot = { id: "a", x: 100, y: 100, r: 5, weight: 1, width: 60, height: 15, always: false };
  assert.equal(labelled([{ ...spot, pull: { x: 1, y: 0 } }])[0]?.anchor, "end");
  assert.equal(labelled([{ ...spot, pull: { x: -1, y: 0 } }])[0]?.anchor, "start");
  assert.equal(labelled([{ ...spot, pull: { x: 0, y: -2 } }])[0]?.anchor, "middle");
});

test("only addresses of the web are followed", () => {
  assert.equal(followed("javascript:alert(1)", "https://example.org/"), null);
  assert.equal(followed("data:text/html,x", "https://example.org/"), null);
  assert.equal(followed("/links?to=x", "https://example.org/v1/views/links"), "https://example.org/links?to=x");
  assert.equal(followed(null, "https://example.org/"), null);
});
