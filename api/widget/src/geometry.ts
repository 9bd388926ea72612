// Lines between marks, and which of a node's neighbours lies in a direction.

export interface Point {
  x: number;
  y: number;
}

export interface Curve {
  d: string;
  tip: string;
}

const ARROW = 6.5;

/** How a fact runs: from a start over a handle to the base of its arrow, whose tip stops short of the end. */
export interface Bow {
  handle: Point;
  base: Point;
  tip: Point;
  /** Half of the arrow's width, along its base. */
  side: Point;
}

/** The bow of a fact, as figures/plot.py draws it; null where the ends are too near. `short` keeps off the mark at the end. */
export function bow(start: Point, end: Point, bend: number, short: number): Bow | null {
  const dx = end.x - start.x;
  const dy = end.y - start.y;
  const length = Math.hypot(dx, dy);
  if (length < short + 1) return null;
  const handle = {
    x: (start.x + end.x) / 2 - (dy / length) * bend * 2,
    y: (start.y + end.y) / 2 + (dx / length) * bend * 2,
  };
  const away = Math.hypot(end.x - handle.x, end.y - handle.y);
  const ux = (end.x - handle.x) / away;
  const uy = (end.y - handle.y) / away;
  const tip = { x: end.x - ux * short, y: end.y - uy * short };
  const half = ARROW * 0.42;
  return { handle, tip, base: { x: tip.x - ux * ARROW, y: tip.y - uy * ARROW }, side: { x: -uy * half, y: ux * half } };
}

/** The same as path data. */
export function curve(start: Point, end: Point, bend: number, short: number): Curve {
  const found = bow(start, end, bend, short);
  if (!found) return { d: `M${n(start.x)},${n(start.y)}L${n(end.x)},${n(end.y)}`, tip: "" };
  const { handle, base, tip, side } = found;
  const arrow = `M${n(tip.x)},${n(tip.y)}L${n(base.x + side.x)},${n(base.y + side.y)}L${n(base.x - side.x)},${n(base.y - side.y)}Z`;
  const to = `${n(base.x)},${n(base.y)}`;
  return { d: `M${n(start.x)},${n(start.y)}${bend ? `Q${n(handle.x)},${n(handle.y)} ` : "L"}${to}`, tip: arrow };
}

/** The neighbour that lies most in a direction, within a quarter of a circle to either side of it; null where none does. */
export function towards<T extends Point>(from: Point, others: T[], key: string): T | null {
  const [dx, dy] = DIRECTIONS[key] ?? [0, 0];
  let best: T | null = null;
  let least = Infinity;
  for (const other of others) {
    const x = other.x - from.x;
    const y = other.y - from.y;
    const length = Math.hypot(x, y) || 1;
    const along = (x * dx + y * dy) / length;
    if (along < 0.3) continue;
    // Nearer ones first, the more so the straighter they lie.
    const cost = length * (2 - along);
    if (cost < least) {
      least = cost;
      best = other;
    }
  }
  return best;
}

export const DIRECTIONS: Record<string, [number, number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

export interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

export interface Named extends Point {
  id: string;
  r: number;
  weight: number;
  width: number;
  height: number;
  always: boolean;
  /** Where its lines lead, all together: a name stands rather on the other side. */
  pull: Point;
}

export interface Label {
  id: string;
  x: number;
  y: number;
  anchor: "start" | "middle" | "end";
}

const CELL = 64;

/** Which names have room, and where: none upon another, none upon a mark, the most important first. */
export function labelled(spots: Named[]): Label[] {
  const cells = new Map<string, { box: Box; id: string | null }[]>();
  const each = (box: Box, visit: (key: string) => boolean | void): boolean => {
    for (let x = Math.floor(box.left / CELL); x <= Math.floor(box.right / CELL); x++)
      for (let y = Math.floor(box.top / CELL); y <= Math.floor(box.bottom / CELL); y++) if (visit(`${x},${y}`)) return true;
    return false;
  };
  const add = (box: Box, id: string | null) =>
    each(box, (key) => {
      const found = cells.get(key);
      if (found) found.push({ box, id });
      else cells.set(key, [{ box, id }]);
    });
  const taken = (box: Box, id: string) =>
    each(box, (key) =>
      (cells.get(key) ?? []).some(
        (other) =>
          other.id !== id &&
          box.left < other.box.right &&
          other.box.left < box.right &&
          box.top < other.box.bottom &&
          other.box.top < box.bottom,
      ),
    );
  for (const spot of spots)
    add({ left: spot.x - spot.r, top: spot.y - spot.r, right: spot.x + spot.r, bottom: spot.y + spot.r }, spot.id);
  const found: Label[] = [];
  const order = [...spots].sort((a, b) => b.weight - a.weight || (a.id < b.id ? -1 : 1));
  for (const spot of order) {
    const places = candidates(spot);
    const free = places.find(({ box }) => !taken(box, spot.id)) ?? (spot.always ? places[0] : undefined);
    if (!free) continue;
    add(free.box, null);
    found.push(free.label);
  }
  return found;
}

function candidates(spot: Named): { label: Label; box: Box }[] {
  const { x, y, r, width, height, id } = spot;
  const gap = r + 4;
  const at = (left: number, top: number, labelX: number, anchor: Label["anchor"]) => ({
    label: { id, x: labelX, y: top + height * 0.78, anchor },
    box: { left, top, right: left + width, bottom: top + height },
  });
  const places = [
    { cost: spot.pull.x, place: at(x + gap, y - height / 2, x + gap, "start") },
    { cost: -spot.pull.x, place: at(x - gap - width, y - height / 2, x - gap, "end") },
    { cost: spot.pull.y, place: at(x - width / 2, y + gap - 2, x, "middle") },
    { cost: -spot.pull.y, place: at(x - width / 2, y - gap - height + 2, x, "middle") },
  ];
  return places.sort((a, b) => a.cost - b.cost).map(({ place }) => place);
}

function n(value: number): string {
  return String(Math.round(value * 10) / 10);
}
