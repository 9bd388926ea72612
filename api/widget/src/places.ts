// Where entities were moved to: kept in the address or in a file, and put back.

import { drag, type D3DragEvent } from "d3-drag";
import { select } from "d3-selection";
import type { Picture } from "./picture";

export type Positions = Record<string, [number, number]>;

export class Places {
  private readonly start = new Map<string, { x: number; y: number }>();

  constructor(
    private readonly picture: Picture,
    /** Whether they are kept in the address. */
    private readonly remembered: boolean,
  ) {}

  /** Where those stand that were moved, by id, in units of the view. */
  get positions(): Positions {
    const found: Positions = {};
    for (const id of this.start.keys()) {
      const drawn = this.picture.nodes.get(id);
      if (drawn) found[id] = [Math.round(drawn.x), Math.round(drawn.y)];
    }
    return found;
  }

  get isMoved(): boolean {
    return this.start.size > 0;
  }

  /** Move some of them; what is no position of an entity that is drawn is left out. */
  put(positions: unknown): void {
    if (typeof positions !== "object" || positions === null) return;
    for (const [id, place] of Object.entries(positions)) if (Array.isArray(place)) this.move(id, Number(place[0]), Number(place[1]));
  }

  reset(): void {
    for (const [id, { x, y }] of this.start) this.picture.move(id, x, y);
    this.start.clear();
    this.keep();
  }

  /** Let entities be dragged; distances are those on the screen, whatever the scale. */
  loosen(scale: () => number, rest: () => void): void {
    let dragged = false;
    const move = (id: string | null, event: D3DragEvent<SVGGElement, unknown, unknown>) => {
      const drawn = id === null ? undefined : this.picture.nodes.get(id);
      dragged = true;
      if (drawn) this.move(drawn.id, drawn.x + event.dx / scale(), drawn.y + event.dy / scale());
    };
    const dragging = drag<SVGGElement, unknown>()
      .container(() => document.documentElement)
      .clickDistance(4)
      .on("drag", function (event: D3DragEvent<SVGGElement, unknown, unknown>) {
        move(this.getAttribute("data-id"), event);
      })
      .on("end", () => {
        // A click is no movement.
        if (!dragged) return;
        dragged = false;
        this.keep();
        rest();
      });
    select(this.picture.root).selectAll<SVGGElement, unknown>(".node").call(dragging);
  }

  /** Read what the address holds. */
  restore(): void {
    if (!this.remembered || !location.hash.startsWith("#at=")) return;
    for (const part of location.hash.slice(4).split(";")) {
      const [id, place] = part.split(":");
      const [x, y] = (place ?? "").split(",").map(Number);
      if (id && x !== undefined && y !== undefined) this.move(decodeURIComponent(id), x, y);
    }
  }

  /** Give them as a file, which the attribute `positions` and `muninet figure --positions` read. */
  save(name: string): void {
    const link = document.createElement("a");
    const file = new Blob([`${JSON.stringify(this.positions, null, 1)}\n`], { type: "application/json" });
    link.href = URL.createObjectURL(file);
    link.download = `${name}-positions.json`;
    link.click();
    window.setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }

  private move(id: string, x: number, y: number): void {
    const drawn = this.picture.nodes.get(id);
    if (!drawn || !Number.isFinite(x) || !Number.isFinite(y)) return;
    if (!this.start.has(id)) this.start.set(id, { x: drawn.x, y: drawn.y });
    this.picture.move(id, x, y);
  }

  private keep(): void {
    if (!this.remembered) return;
    const places = Object.entries(this.positions).map(([id, place]) => `${encodeURIComponent(id)}:${place.join(",")}`);
    history.replaceState(history.state, "", places.length ? `#at=${places.join(";")}` : location.pathname + location.search);
  }
}
