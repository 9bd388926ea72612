// What the element needs of a picture, whether it is drawn as SVG or by WebGL.

import type { DrawnNode, View } from "./view";

export interface Shown {
  nodes: Set<string>;
  facts: Set<string>;
}

/** What a picture tells of what is done to it. */
export interface Watching {
  node(id: string | null): void;
  fact(id: string | null): void;
  open(id: string): void;
}

export interface Picture {
  readonly root: Element & ElementCSSInlineStyle;
  readonly nodes: ReadonlyMap<string, DrawnNode>;
  /** Draw a view; what is drawn already stays. */
  draw(view: View): void;
  /** Show some of it; the rest is neither seen nor reached. */
  show(shown: Shown): void;
  /** Bring some forward and let the rest fade; null brings all back. */
  light(nodes: Set<string> | null, facts: Set<string> | null): void;
  /** Mark one entity as the one that was chosen, and let it take the focus if it can; null marks none. */
  choose(id: string | null): void;
  /** Move an entity, its lines and its name with it. */
  move(id: string, x: number, y: number): void;
  /** Place the names for a scale: they keep their size, so that more of them have room the closer one is. */
  label(scale: number): void;
  /** Look at it from elsewhere: a point of the view is seen at `x + scale * point`. */
  look(scale: number, x: number, y: number): void;
  /** The entity that an event is about. */
  hit(event: MouseEvent): string | null;
  /** Which entities facts that are shown join to one. */
  around(id: string): DrawnNode[];
  /** Give back what it holds. */
  leave(): void;
}

/** The entities that facts which are shown join to one. */
export function joined(id: string, view: View | null, shown: Shown, nodes: ReadonlyMap<string, DrawnNode>): DrawnNode[] {
  const found = new Set<string>();
  for (const { fact } of view?.facts ?? []) {
    if (!shown.facts.has(fact.id)) continue;
    if (fact.from.id === id) found.add(fact.to.id);
    if (fact.to.id === id) found.add(fact.from.id);
  }
  found.delete(id);
  return [...found].flatMap((other) => nodes.get(other) ?? []).filter((one) => shown.nodes.has(one.id));
}
