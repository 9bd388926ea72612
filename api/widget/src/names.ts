// The names in a picture: as large at every scale, none upon another.

import { labelled, type Named, type Point } from "./geometry";
import { set, svg } from "./dom";
import type { Shown } from "./picture";
import type { Axis, DrawnNode, View, Words } from "./view";

const SIZE = 12;
const SMALL = 11;
// The column that names may fill beside facts over time, and the least scale at which words stand among them.
const COLUMN = 208;
const LEAST = 0.72;

export class Names {
  readonly root = svg("g", { class: "names", "aria-hidden": "true" });
  private readonly widths = new Map<string, number>();

  /** Write the names of what is shown, for a scale. */
  write(view: View, nodes: ReadonlyMap<string, DrawnNode>, shown: Shown, scale: number): void {
    this.root.replaceChildren(
      ...(view.axis ? this.column(view.axis, view, nodes, shown, scale) : this.around(view, nodes, shown, scale)),
    );
  }

  private around(view: View, nodes: ReadonlyMap<string, DrawnNode>, shown: Shown, scale: number): SVGElement[] {
    const pulls = pulled(view, nodes, shown);
    const spots: Named[] = [];
    for (const drawn of nodes.values()) {
      if (!shown.nodes.has(drawn.id)) continue;
      spots.push({
        id: drawn.id,
        x: drawn.x * scale,
        y: drawn.y * scale,
        r: drawn.r * scale,
        weight: (drawn.focus ? 1e6 : 0) + drawn.facts,
        width: this.width(drawn),
        height: SIZE * 1.25,
        always: drawn.focus,
        pull: pulls.get(drawn.id) ?? { x: 0, y: 0 },
      });
    }
    return labelled(spots).map((label) => name(nodes.get(label.id)!, label.x, label.y, label.anchor, scale));
  }

  /** Beside facts over time: names in a column, the years above, dates of entities, and the other sides of facts. */
  private column(axis: Axis, view: View, nodes: ReadonlyMap<string, DrawnNode>, shown: Shown, scale: number): SVGElement[] {
    const most = Math.floor((COLUMN * scale) / (SIZE * 0.56));
    let last = -Infinity;
    const found: SVGElement[] = [];
    for (const drawn of [...nodes.values()].filter((one) => shown.nodes.has(one.id)).sort((a, b) => a.y - b.y)) {
      if ((drawn.y - last) * scale < SIZE * 1.05) continue;
      last = drawn.y;
      const x = (drawn.x + drawn.r) * scale + (drawn.focus ? 9 : 5);
      found.push(name(drawn, x, drawn.y * scale + SIZE * 0.36, "start", scale, Math.max(4, most)));
    }
    found.push(...axis.ticks.map((tick) => words(tick, scale, "middle", 0)), ...axis.moments.map((one) => words(one, scale, "start", 8)));
    if (scale >= LEAST)
      for (const { fact, trace } of view.facts) if (trace?.words && shown.facts.has(fact.id)) found.push(words(trace.words, scale, "start", 0));
    return found;
  }

  private width(node: DrawnNode): number {
    // Measured once, by what a letter takes on average; capitals and bold ones take more.
    const known = this.widths.get(node.id);
    if (known !== undefined) return known;
    const text = shortened(node.name);
    const capitals = (text.match(/\p{Lu}/gu) ?? []).length;
    const width = (text.length * 0.54 + capitals * 0.14) * SIZE * (node.focus ? 1.08 : 1) + 3;
    this.widths.set(node.id, width);
    return width;
  }
}

/** Lines of the years, and marks of the dates of entities. */
export function years(axis: Axis): SVGElement[] {
  return [
    ...axis.ticks.map((tick) => svg("path", { class: "year", d: `M${tick.x},${axis.top}L${tick.x},${axis.bottom}` })),
    ...axis.moments.map((one) => svg("rect", { class: "moment", x: one.x - 3.6, y: one.y - 3.6, width: 7.2, height: 7.2 })),
  ];
}

/** `x` and `y` are in pixels at this scale. */
function name(drawn: DrawnNode, x: number, y: number, anchor: string, scale: number, most = 34): SVGElement {
  const text = svg("text", { class: drawn.focus ? "name focus" : "name", "data-id": drawn.id }, shortened(drawn.name, most));
  return sized(text, x / scale, y / scale, anchor, SIZE, scale);
}

function words(one: Words, scale: number, anchor: string, away: number): SVGElement {
  return sized(svg("text", { class: "name soft" }, shortened(one.text, 60)), one.x + away, one.y + (SMALL * 0.36) / scale, anchor, SMALL, scale);
}

function sized(text: SVGElement, x: number, y: number, anchor: string, size: number, scale: number): SVGElement {
  for (const [attribute, value] of Object.entries({ x, y, "text-anchor": anchor, "font-size": size / scale, "stroke-width": 3.5 / scale }))
    set(text, attribute, value);
  return text;
}

/** Where the lines of each entity lead, all together; rounded, so that nearly opposite ones count as opposite. */
function pulled(view: View, nodes: ReadonlyMap<string, DrawnNode>, shown: Shown): Map<string, Point> {
  const found = new Map<string, Point>();
  for (const { fact } of view.facts) {
    const from = nodes.get(fact.from.id);
    const to = nodes.get(fact.to.id);
    if (!from || !to || !shown.facts.has(fact.id)) continue;
    const length = Math.hypot(to.x - from.x, to.y - from.y) || 1;
    for (const [node, sign] of [[from, 1], [to, -1]] as const) {
      const pull = found.get(node.id) ?? { x: 0, y: 0 };
      found.set(node.id, { x: pull.x + (sign * (to.x - from.x)) / length, y: pull.y + (sign * (to.y - from.y)) / length });
    }
  }
  for (const pull of found.values()) [pull.x, pull.y] = [Math.round(pull.x * 10) / 10, Math.round(pull.y * 10) / 10];
  return found;
}

function shortened(name: string, most = 34): string {
  const letters = [...name];
  return letters.length > most ? `${letters.slice(0, most - 1).join("")}…` : name;
}
