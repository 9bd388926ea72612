// The picture by WebGL: marks and facts on a canvas, names above them as in the picture that is SVG.

import { html, svg } from "../dom";
import { bow } from "../geometry";
import { Names } from "../names";
import { joined, type Picture, type Shown, type Watching } from "../picture";
import { dashes } from "../scene";
import { markOf, type DrawnNode, type View } from "../view";
import { LINE, MARK, Painter, TIP } from "./painter";
import { shapesOf, type Shapes } from "./shapes";

const WIDTH = 1.4;
const FAINT = 0.14;
const ENDED = 0.45;
// How near a pointer must come to a mark, in pixels.
const NEAR = 6;
// Without a graphics processor painting is slow: where so many paintings in a row came later than this, in milliseconds,
// what was painted is moved as a layer until it rests.
const LATE = 30;
const OFTEN = 2;
const APART = 1000;

export class PaintedScene implements Picture {
  readonly root = html("div", { class: "painted" });
  readonly nodes = new Map<string, DrawnNode>();
  private readonly canvas = html("canvas", { "aria-hidden": "true" });
  private readonly layer = svg("svg", { class: "picture" });
  private readonly names = new Names();
  private readonly painter = new Painter(this.canvas);
  private readonly dark = matchMedia("(prefers-color-scheme: dark)");
  private readonly resized = new ResizeObserver(() => this.paint());
  private readonly turned = () => this.dress();
  private view: View | null = null;
  private shapes: Shapes | null = null;
  private shown: Shown = { nodes: new Set(), facts: new Set() };
  private lit: { nodes: Set<string> | null; facts: Set<string> | null } = { nodes: null, facts: null };
  private chosen: string | null = null;
  private over: string | null = null;
  private seen = { scale: 1, x: 0, y: 0 };
  private painted = { scale: 1, x: 0, y: 0 };
  private last = 0;
  private late = 0;
  private frame = 0;

  constructor(private readonly watching: Watching) {
    this.layer.append(this.names.root);
    this.root.append(this.canvas, this.layer);
    this.root.addEventListener("pointermove", (event) => this.hover(event));
    this.root.addEventListener("pointerleave", () => this.tell(null));
    this.root.addEventListener("dblclick", (event) => {
      const id = this.hit(event);
      if (id !== null) this.watching.open(id);
    });
    this.canvas.addEventListener("webglcontextlost", (event) => event.preventDefault());
    this.dark.addEventListener("change", this.turned);
    this.resized.observe(this.root);
  }

  draw(view: View): void {
    this.view = view;
    this.layer.setAttribute("width", String(view.width));
    this.layer.setAttribute("height", String(view.height));
    for (const drawn of view.nodes) if (!this.nodes.has(drawn.id)) this.nodes.set(drawn.id, drawn);
    this.shapes = null;
    this.again();
  }

  show(shown: Shown): void {
    this.shown = shown;
    this.again();
  }

  light(nodes: Set<string> | null, facts: Set<string> | null): void {
    this.lit = { nodes, facts };
    this.again();
  }

  choose(id: string | null): void {
    this.chosen = id;
    this.again();
  }

  move(id: string, x: number, y: number): void {
    const drawn = this.nodes.get(id);
    if (!drawn) return;
    [drawn.x, drawn.y] = [x, y];
    this.again();
  }

  label(scale: number): void {
    if (this.late >= OFTEN) this.paint();
    if (this.view) this.names.write(this.view, this.nodes, this.shown, scale);
  }

  look(scale: number, x: number, y: number): void {
    this.seen = { scale, x, y };
    this.layer.style.transform = `translate(${x}px,${y}px) scale(${scale})`;
    if (this.late < OFTEN) {
      this.timed();
      this.paint();
      return;
    }
    const grown = scale / this.painted.scale;
    this.canvas.style.transform = `translate(${x - this.painted.x * grown}px,${y - this.painted.y * grown}px) scale(${grown})`;
  }

  hit(event: MouseEvent): string | null {
    const box = this.root.getBoundingClientRect();
    const x = (event.clientX - box.left - this.seen.x) / this.seen.scale;
    const y = (event.clientY - box.top - this.seen.y) / this.seen.scale;
    let best: string | null = null;
    let least = Infinity;
    for (const drawn of this.nodes.values()) {
      if (!this.shown.nodes.has(drawn.id)) continue;
      const away = Math.hypot(drawn.x - x, drawn.y - y) - drawn.r;
      if (away < least && away * this.seen.scale < NEAR) [best, least] = [drawn.id, away];
    }
    return best;
  }

  around(id: string): DrawnNode[] {
    return joined(id, this.view, this.shown, this.nodes);
  }

  leave(): void {
    cancelAnimationFrame(this.frame);
    this.resized.disconnect();
    this.dark.removeEventListener("change", this.turned);
    this.painter.leave();
  }

  private hover(event: PointerEvent): void {
    if (event.buttons) return;
    this.tell(this.hit(event));
  }

  private tell(id: string | null): void {
    if (id === this.over) return;
    this.over = id;
    this.root.classList.toggle("over", id !== null);
    this.watching.node(id);
  }

  /** Marks have the colours of the ground they stand on: draw them anew where it has turned. */
  private dress(): void {
    this.shapes = null;
    this.again();
  }

  /** What is painted has changed. */
  private again(): void {
    if (this.frame || !this.view) return;
    this.frame = requestAnimationFrame(() => {
      this.frame = 0;
      if (!this.root.isConnected) return;
      this.compose();
      this.paint();
    });
  }

  /** Whether paintings that follow each other come late. */
  private timed(): void {
    const now = performance.now();
    const since = now - this.last;
    this.last = now;
    if (since < APART) this.late = since > LATE ? this.late + 1 : 0;
  }

  private paint(): void {
    this.painted = this.seen;
    this.canvas.style.transform = "";
    if (this.shapes) this.painter.paint(this.root.clientWidth, this.root.clientHeight, this.seen.scale, this.seen.x, this.seen.y);
  }

  private compose(): void {
    const view = this.view!;
    const style = getComputedStyle(this.root);
    const isDark = bright(style.color) > 0.5;
    if (!this.shapes) {
      const grounds = { ground: style.backgroundColor, ink: style.color, accent: style.outlineColor };
      this.shapes = shapesOf(view.marks, grounds);
      this.painter.shapes(this.shapes.picture, this.shapes.columns);
    }
    this.painter.take({ marks: this.marks(this.shapes), ...this.facts(view, isDark) });
  }

  private marks(shapes: Shapes): Float32Array {
    const found: number[] = [];
    const { nodes } = this.lit;
    for (const drawn of this.nodes.values()) {
      if (!this.shown.nodes.has(drawn.id)) continue;
      const frame = drawn.id === this.chosen ? "chosen" : drawn.focus ? "focus" : "plain";
      found.push(drawn.x, drawn.y, drawn.r, shapes.column(markOf(drawn), frame), nodes && !nodes.has(drawn.id) ? FAINT : 1);
    }
    return numbers(found, MARK);
  }

  private facts(view: View, isDark: boolean): { lines: Float32Array; tips: Float32Array } {
    const strokes = new Map(view.strokes.map((one) => [one.type, { rgb: seen(one.colour, isDark), dash: four(dashes(one.dash, WIDTH)) }]));
    const lines: number[] = [];
    const tips: number[] = [];
    for (const { fact, bend, ended } of view.facts) {
      const [from, to, stroke] = [this.nodes.get(fact.from.id), this.nodes.get(fact.to.id), strokes.get(fact.type)];
      if (!from || !to || !stroke || !this.shown.facts.has(fact.id)) continue;
      const run = bow(from, to, bend, to.r + 2);
      if (!run) continue;
      const { handle, base, tip, side } = run;
      const clear = this.lit.nodes && !this.lit.facts?.has(fact.id) ? FAINT : ended ? ENDED : 0.85;
      const paint = [...stroke.rgb, clear];
      lines.push(from.x, from.y, base.x, base.y, handle.x, handle.y, ...paint, ...stroke.dash);
      for (const [x, y] of [[tip.x, tip.y], [base.x + side.x, base.y + side.y], [base.x - side.x, base.y - side.y]] as const)
        tips.push(x, y, ...paint);
    }
    return { lines: numbers(lines, LINE), tips: numbers(tips, TIP) };
  }
}

function numbers(found: number[], each: number): Float32Array {
  if (found.length % each) throw new Error("numbers are missing");
  return new Float32Array(found);
}

/** Dash and gap twice, as the program takes them. */
function four(lengths: number[]): number[] {
  if (lengths.length === 0) return [0, 0, 0, 0];
  return lengths.length === 2 ? [...lengths, ...lengths] : [...lengths, 0, 0, 0, 0].slice(0, 4);
}

/** A colour of the model as 0 to 1, lighter on a dark ground: as the style says for SVG. */
function seen(colour: string, isDark: boolean): number[] {
  const parts = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16) / 255);
  return isDark ? parts.map((part) => part * 0.48 + 0.52) : parts;
}

/** How bright a computed colour is, 0 to 1. */
function bright(colour: string): number {
  const [r = 0, g = 0, b = 0] = (colour.match(/[\d.]+/g) ?? []).map(Number);
  return (0.3 * r + 0.59 * g + 0.11 * b) / 255;
}
