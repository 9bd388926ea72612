// The picture: lines, marks and names in an SVG that stands still while its layer is moved.

import { curve, labelled, type Named, type Point } from "./geometry";
import { set, svg } from "./dom";
import type { DrawnFact, DrawnNode, Mark, Stroke, View } from "./view";

const SIZE = 12;
const WIDTH = 1.4;
const HIT = 12;

export interface Shown {
  nodes: Set<string>;
  facts: Set<string>;
}

/** What a scene tells of what is done to it. */
export interface Watching {
  node(id: string | null): void;
  fact(id: string | null): void;
  open(id: string): void;
}

export class Scene {
  readonly root = svg("svg", { class: "picture", role: "group" });
  readonly nodes = new Map<string, { group: SVGGElement; drawn: DrawnNode }>();
  private readonly facts = new Map<string, { group: SVGGElement; drawn: DrawnFact; stroke: Stroke }>();
  private readonly land = svg("g");
  private readonly lines = svg("g", { class: "lines" });
  private readonly marks = svg("g", { class: "marks" });
  private readonly names = svg("g", { class: "names", "aria-hidden": "true" });
  private readonly widths = new Map<string, number>();
  private shown: Shown = { nodes: new Set(), facts: new Set() };

  constructor(private readonly watching: Watching) {
    this.root.append(this.land, this.lines, this.marks, this.names);
  }

  /** Draw a view; entities that are drawn already are kept, so that the one in focus keeps it. */
  draw(view: View): void {
    set(this.root, "viewBox", `0 0 ${view.width} ${view.height}`);
    set(this.root, "width", view.width);
    set(this.root, "height", view.height);
    this.land.replaceChildren(...(view.ground ? [svg("path", { class: "land", d: view.ground.land })] : []));
    const strokes = new Map(view.strokes.map((stroke) => [stroke.type, stroke]));
    const marks = new Map(view.marks.map((mark) => [mark.type, mark]));
    for (const drawn of view.facts) {
      const stroke = strokes.get(drawn.fact.type);
      if (stroke && !this.facts.has(drawn.fact.id)) this.addFact(drawn, stroke);
    }
    for (const drawn of view.nodes) {
      const mark = marks.get(drawn.type);
      if (mark && !this.nodes.has(drawn.id)) this.addNode(drawn, mark);
    }
    for (const { drawn } of this.facts.values()) this.place(drawn);
  }

  /** Show some of it; the rest is neither seen nor reached. */
  show(shown: Shown): void {
    this.shown = shown;
    for (const [id, { group }] of this.nodes) group.classList.toggle("hidden", !shown.nodes.has(id));
    for (const [id, { group }] of this.facts) group.classList.toggle("hidden", !shown.facts.has(id));
  }

  /** Bring some forward and let the rest fade; null brings all back. */
  light(nodes: Set<string> | null, facts: Set<string> | null): void {
    this.root.classList.toggle("dimmed", nodes !== null);
    for (const [id, { group }] of this.nodes) group.classList.toggle("lit", nodes?.has(id) ?? false);
    for (const [id, { group }] of this.facts) group.classList.toggle("lit", facts?.has(id) ?? false);
  }

  /** Move an entity, its lines and its name with it. */
  move(id: string, x: number, y: number): void {
    const found = this.nodes.get(id);
    if (!found) return;
    found.drawn.x = x;
    found.drawn.y = y;
    set(found.group, "transform", `translate(${x},${y})`);
    for (const { drawn } of this.facts.values())
      if (drawn.fact.from.id === id || drawn.fact.to.id === id) this.place(drawn);
  }

  /** Place the names for a scale: they keep their size, so that more of them have room the closer one is. */
  label(scale: number): void {
    const size = SIZE / scale;
    const spots: Named[] = [];
    const pulls = this.pulls();
    for (const { drawn } of this.nodes.values()) {
      if (!this.shown.nodes.has(drawn.id)) continue;
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
    this.names.replaceChildren(
      ...labelled(spots).map((label) => {
        const drawn = this.nodes.get(label.id)!.drawn;
        return svg(
          "text",
          {
            x: label.x / scale,
            y: label.y / scale,
            "text-anchor": label.anchor,
            "font-size": size,
            "stroke-width": 3.5 / scale,
            class: drawn.focus ? "name focus" : "name",
            "data-id": drawn.id,
          },
          shortened(drawn.name),
        );
      }),
    );
  }

  /** Which entities facts that are shown join to one. */
  around(id: string): DrawnNode[] {
    const found = new Set<string>();
    for (const { drawn } of this.facts.values()) {
      const { from, to } = drawn.fact;
      if (!this.shown.facts.has(drawn.fact.id)) continue;
      if (from.id === id) found.add(to.id);
      if (to.id === id) found.add(from.id);
    }
    found.delete(id);
    return [...found].flatMap((other) => this.nodes.get(other)?.drawn ?? []).filter((one) => this.shown.nodes.has(one.id));
  }

  /** Where the lines of each entity lead, all together; rounded, so that nearly opposite ones count as opposite. */
  private pulls(): Map<string, Point> {
    const found = new Map<string, Point>();
    for (const { drawn } of this.facts.values()) {
      const from = this.nodes.get(drawn.fact.from.id)?.drawn;
      const to = this.nodes.get(drawn.fact.to.id)?.drawn;
      if (!from || !to || !this.shown.facts.has(drawn.fact.id)) continue;
      const length = Math.hypot(to.x - from.x, to.y - from.y) || 1;
      for (const [node, sign] of [[from, 1], [to, -1]] as const) {
        const pull = found.get(node.id) ?? { x: 0, y: 0 };
        found.set(node.id, { x: pull.x + (sign * (to.x - from.x)) / length, y: pull.y + (sign * (to.y - from.y)) / length });
      }
    }
    for (const pull of found.values()) [pull.x, pull.y] = [Math.round(pull.x * 10) / 10, Math.round(pull.y * 10) / 10];
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

  private addNode(drawn: DrawnNode, mark: Mark): void {
    const country = drawn.country ? `, ${drawn.country}` : "";
    const group = svg("g", {
      class: drawn.focus ? "node focus" : "node",
      role: "button",
      tabindex: "-1",
      transform: `translate(${drawn.x},${drawn.y})`,
      "aria-label": `${drawn.name}, ${mark.label}${country}, ${drawn.facts} ${drawn.facts === 1 ? "fact" : "facts"}`,
      "data-id": drawn.id,
    });
    if (drawn.focus) group.append(svg("path", { class: "frame", d: mark.path, transform: `scale(${drawn.r + 4})` }));
    group.append(
      svg("circle", { class: "ring", r: drawn.r + 6 }),
      svg("path", { class: "mark", d: mark.path, fill: mark.colour, transform: `scale(${drawn.r})` }),
    );
    group.addEventListener("pointerenter", () => this.watching.node(drawn.id));
    group.addEventListener("pointerleave", () => this.watching.node(null));
    group.addEventListener("dblclick", () => this.watching.open(drawn.id));
    this.marks.append(group);
    this.nodes.set(drawn.id, { group, drawn });
  }

  private addFact(drawn: DrawnFact, stroke: Stroke): void {
    const dash = stroke.dash
      .split(" ")
      .filter(Boolean)
      .map((part) => Number(part) * WIDTH)
      .join(" ");
    const group = svg("g", { class: drawn.ended ? "fact ended" : "fact", "data-id": drawn.fact.id });
    // The colour is the model's; how it is seen on a dark ground, the style says.
    group.style.setProperty("--c", stroke.colour);
    group.append(
      svg("path", { class: "line", "stroke-dasharray": dash || null, "stroke-width": WIDTH }),
      svg("path", { class: "tip" }),
      svg("path", { class: "hit", "stroke-width": HIT }),
    );
    group.addEventListener("click", () => this.watching.fact(drawn.fact.id));
    this.lines.append(group);
    this.facts.set(drawn.fact.id, { group, drawn, stroke });
  }

  private place(drawn: DrawnFact): void {
    const found = this.facts.get(drawn.fact.id);
    const from = this.nodes.get(drawn.fact.from.id)?.drawn;
    const to = this.nodes.get(drawn.fact.to.id)?.drawn;
    if (!found || !from || !to) return;
    const { d, tip } = curve(from, to, drawn.bend, to.r + 2);
    const [line, head, hit] = found.group.children;
    set(line!, "d", d);
    set(head!, "d", tip || null);
    set(hit!, "d", d);
  }
}

function shortened(name: string): string {
  const letters = [...name];
  return letters.length > 34 ? `${letters.slice(0, 33).join("")}…` : name;
}
