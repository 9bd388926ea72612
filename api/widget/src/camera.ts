// Panning and zooming: the picture is a layer that is moved, and is drawn anew only when it rests.

import { select } from "d3-selection";
import { zoom, zoomIdentity, type D3ZoomEvent, type ZoomBehavior } from "d3-zoom";
import type { Point } from "./geometry";
import type { Picture } from "./picture";

const REST = 140;
// Room for the buttons beside facts over time, whose last year stands at the edge.
const BESIDE = 48;

export class Camera {
  scale = 1;
  private x = 0;
  private y = 0;
  private resting = 0;
  private readonly behaviour: ZoomBehavior<HTMLElement, unknown>;

  constructor(
    private readonly stage: HTMLElement,
    private readonly picture: Picture,
    private readonly rested: (scale: number) => void,
  ) {
    this.behaviour = zoom<HTMLElement, unknown>()
      .scaleExtent([0.08, 8])
      // Entities are dragged, and what stands above the picture is not the picture. A wheel scrolls the page, but with Ctrl.
      .filter((event: Event) => {
        const target = event.target as Element;
        if (target.closest(".panel, .tools")) return false;
        if (event.type === "wheel") return (event as WheelEvent).ctrlKey || this.stage.matches(":focus-within");
        return !(event as MouseEvent).button && !target.closest(".node");
      })
      .on("start", () => this.stage.classList.add("moving"))
      .on("zoom", (event: D3ZoomEvent<HTMLElement, unknown>) => {
        const { k, x, y } = event.transform;
        this.picture.look(k, x, y);
        [this.scale, this.x, this.y] = [k, x, y];
      })
      .on("end", () => this.settle());
    select(this.stage).call(this.behaviour).on("dblclick.zoom", null);
  }

  /** Show all of a ground; a graph with room for the names at its sides, facts over time as wide as there is room. */
  fit(ground: { width: number; height: number; layout: string }, smooth: boolean): void {
    const { clientWidth: width, clientHeight: height } = this.stage;
    if (ground.layout === "time") {
      const scale = Math.min((width - BESIDE) / ground.width, 1.25) || 1;
      this.to(scale, Math.max(0, (width - BESIDE - ground.width * scale) / 2), Math.max(0, (height - ground.height * scale) / 2), smooth);
      return;
    }
    const sides = ground.layout === "graph" ? Math.min(width * 0.16, 150) : 0;
    const wide = (width - sides) / ground.width;
    const scale = Math.min(wide, height / ground.height, 1.25) || 1;
    this.to(scale, (width - ground.width * scale) / 2, (height - ground.height * scale) / 2, smooth);
  }

  /** Come closer or go farther, the middle staying where it is. */
  zoom(factor: number): void {
    select(this.stage).call(this.behaviour.scaleBy, factor);
  }

  /** Bring a point into sight, if it is not. */
  reveal(point: Point): void {
    const { clientWidth: width, clientHeight: height } = this.stage;
    const left = point.x * this.scale + this.x;
    const top = point.y * this.scale + this.y;
    if (left > 30 && left < width - 30 && top > 30 && top < height - 30) return;
    this.to(this.scale, width / 2 - point.x * this.scale, height / 2 - point.y * this.scale, true);
  }

  /** Whether a point is seen to the left of the middle. */
  leftOf(point: Point): boolean {
    return point.x * this.scale + this.x < this.stage.clientWidth / 2;
  }

  /** Names find their places a moment after the last movement. */
  settle(): void {
    clearTimeout(this.resting);
    this.resting = window.setTimeout(() => {
      this.stage.classList.remove("moving");
      this.rested(this.scale);
    }, REST);
  }

  private to(scale: number, x: number, y: number, smooth: boolean): void {
    const still = !smooth || matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.picture.root.style.transition = still ? "" : "transform 180ms";
    select(this.stage).call(this.behaviour.transform, zoomIdentity.translate(x, y).scale(scale));
    if (still) this.rested(scale);
    else window.setTimeout(() => (this.picture.root.style.transition = ""), 200);
  }
}
