// Pictures of the model's shapes, side by side: what the graphics processor paints marks with.

import type { Mark } from "../view";
import { REACH } from "./painter";

const CELL = 128;

/** The looks of a mark beside its shape. */
export type Frame = "plain" | "focus" | "chosen";
const FRAMES: Frame[] = ["plain", "focus", "chosen"];

/** The colours of the ground, of text on it, and of what was chosen. */
export interface Grounds {
  ground: string;
  ink: string;
  accent: string;
}

export interface Shapes {
  picture: HTMLCanvasElement;
  columns: number;
  column(type: string, frame: Frame): number;
}

/** Draw each shape plain, in the frame of what a question is about, and with the ring of what was chosen. */
export function shapesOf(marks: Mark[], grounds: Grounds): Shapes {
  const picture = document.createElement("canvas");
  const columns = Math.max(1, marks.length * FRAMES.length);
  [picture.width, picture.height] = [columns * CELL, CELL];
  const context = picture.getContext("2d");
  if (!context) throw new Error("no canvas is to be had");
  const radius = CELL / 2 / REACH;
  marks.forEach((mark, n) => {
    const shape = new Path2D(mark.path);
    FRAMES.forEach((frame, k) => {
      const draw = (scale: number, fill: string, stroke: string, width: number) => {
        context.setTransform(scale, 0, 0, scale, (n * FRAMES.length + k + 0.5) * CELL, CELL / 2);
        context.lineWidth = width / scale;
        context.fillStyle = fill;
        context.strokeStyle = stroke;
        context.fill(shape);
        context.stroke(shape);
      };
      if (frame === "focus") draw(radius * 1.3, grounds.ground, grounds.ink, 4);
      if (frame === "chosen") draw(radius * 1.34, grounds.ground, grounds.accent, 8);
      draw(radius, mark.colour, grounds.ground, 3);
    });
  });
  const place = new Map(marks.map((mark, n) => [mark.type, n]));
  return { picture, columns, column: (type, frame) => (place.get(type) ?? 0) * FRAMES.length + FRAMES.indexOf(frame) };
}
