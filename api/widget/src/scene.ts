// The picture as SVG: lines, marks and names that stand still while their layer is moved.

import { curve } from "./geometry";
import { set, svg } from "./dom";
import { Names, years } from "./names";
import { joined, type Picture, type Shown, type Watching } from "./picture";
import { markOf, type DrawnFact, type DrawnNode, type Mark, type Stroke, type View } from "./view";

const WIDTH = 1.4;
const BAR = 2.2;
const HIT = 12;

export class Scene implements Picture {
  readonly root = svg("svg", { class: "picture", role: "group" });
  readonly nodes = new Map<string, DrawnNode>();
  private readonly groups = new Map<string, SVGGElement>();
  private readonly facts = new Map<string, { group: SVGGElement; drawn: DrawnFact }>();
  private readonly ground = svg("g");
  private readonly lines = svg("g", { class: "lines" });
  private readonly marks = svg("g", { class: "marks" });
  private readonly names = new Names();
  private view: View | null = null;
  private shown: Shown = { nodes: new Set(), facts: new Set() };

  constructor(private readonly watching: Watching) {
    this.root.append(this.ground, this.lines, this.marks, this.names.root);
  }

  /** Draw a view; entities that are drawn already are kept, so that the one in focus keeps it. */
  draw(view: View): void {
    this.view = view;
    set(this.root, "viewBox", `0 0 ${view.width} ${view.height}`);
    set(this.root, "width", view.width);
    set(this.root, "height", view.height);
    const land = view.ground ? [svg("path", { class: "land", d: view.ground.land })] : [];
    this.ground.replaceChildren(...land, ...(view.axis ? years(view.axis) : []));
    const strokes = new Map(view.strokes.map((stroke) => [stroke.type, stroke]));
    const marks = new Map(view.marks.map((mark) => [mark.type, mark]));
    for (const drawn of view.facts) {
      const stroke = strokes.get(drawn.fact.type);
      if (stroke && !this.facts.has(drawn.fact.id)) this.addFact(drawn, stroke);
    }
    for (const drawn of view.nodes) {
      const mark = marks.get(markOf(drawn));
      if (mark && !this.nodes.has(drawn.id)) this.addNode(drawn, mark);
    }
    for (const { drawn } of this.facts.values()) this.place(drawn);
  }

  show(shown: Shown): void {
    this.shown = shown;
    for (const [id, group] of this.groups) group.classList.toggle("hidden", !shown.nodes.has(id));
    for (const [id, { group }] of this.facts) group.classList.toggle("hidden", !shown.facts.has(id));
  }

  light(nodes: Set<string> | null, facts: Set<string> | null): void {
    this.root.classList.toggle("dimmed", nodes !== null);
    for (const [id, group] of this.groups) group.classList.toggle("lit", nodes?.has(id) ?? false);
    for (const [id, { group }] of this.facts) group.classList.toggle("lit", facts?.has(id) ?? false);
  }

  choose(id: string | null): void {
    for (const [other, group] of this.groups) {
      group.classList.toggle("chosen", other === id);
      if (id !== null) set(group, "tabindex", other === id ? "0" : "-1");
    }
    if (id !== null) this.groups.get(id)?.focus({ preventScroll: true });
  }

  move(id: string, x: number, y: number): void {
    const drawn = this.nodes.get(id);
    if (!drawn) return;
    [drawn.x, drawn.y] = [x, y];
    set(this.groups.get(id)!, "transform", `translate(${x},${y})`);
    for (const { drawn: fact } of this.facts.values()) if (fact.fact.from.id === id || fact.fact.to.id === id) this.place(fact);
  }

  label(scale: number): void {
    if (this.view) this.names.write(this.view, this.nodes, this.shown, scale);
  }

  look(scale: number, x: number, y: number): void {
    this.root.style.transform = `translate(${x}px,${y}px) scale(${scale})`;
  }

  hit(event: MouseEvent): string | null {
    return (event.target as Element).closest(".node")?.getAttribute("data-id") ?? null;
  }

  around(id: string): DrawnNode[] {
    return joined(id, this.view, this.shown, this.nodes);
  }

  leave(): void {}

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
    this.nodes.set(drawn.id, drawn);
    this.groups.set(drawn.id, group);
  }

  private addFact(drawn: DrawnFact, stroke: Stroke): void {
    const width = drawn.trace ? BAR : WIDTH;
    // An outline, of a fact that nothing dates, is too small for dashes.
    const dash = drawn.trace?.line.endsWith("Z") ? "" : dashes(stroke.dash, width).join(" ");
    const group = svg("g", { class: drawn.ended ? "fact ended" : "fact", "data-id": drawn.fact.id });
    // The colour is the model's; how it is seen on a dark ground, the style says.
    group.style.setProperty("--c", stroke.colour);
    group.append(
      svg("path", { class: "line", "stroke-dasharray": dash || null, "stroke-width": width }),
      svg("path", { class: "tip" }),
      svg("path", { class: "hit", "stroke-width": HIT }),
    );
    group.addEventListener("click", () => this.watching.fact(drawn.fact.id));
    this.lines.append(group);
    this.facts.set(drawn.fact.id, { group, drawn });
  }

  private place(drawn: DrawnFact): void {
    const found = this.facts.get(drawn.fact.id);
    const from = this.nodes.get(drawn.fact.from.id);
    const to = this.nodes.get(drawn.fact.to.id);
    if (!found || !from || !to) return;
    const { d, tip } = drawn.trace ? { d: drawn.trace.line, tip: drawn.trace.tip } : curve(from, to, drawn.bend, to.r + 2);
    const [line, head, hit] = found.group.children;
    set(line!, "d", d || null);
    set(head!, "d", tip || null);
    set(hit!, "d", d || tip);
  }
}

/** Lengths of dash and gap for a line of a width. */
export function dashes(dash: string, width: number): number[] {
  return dash
    .split(" ")
    .filter(Boolean)
    .map((part) => Number(part) * width);
}
