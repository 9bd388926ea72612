// The shape of a view, as /v1/views answers: see graph/muninet/figures/models.py.

export interface NodeRef {
  id: string;
  type: string;
  name: string;
  country: string | null;
}

export interface Fact {
  id: string;
  type: string;
  class: string;
  from: NodeRef;
  to: NodeRef;
  certainty: "dated" | "as_of" | "undated";
  holds_from: string | null;
  holds_until: string | null;
  sources: string[];
  sentence: string;
}

export interface Source {
  id: string;
  title: string;
  publisher: string;
  published: string | null;
  url: string | null;
  licence: string | null;
}

export interface DrawnNode extends NodeRef {
  x: number;
  y: number;
  r: number;
  focus: boolean;
  facts: number;
  mark: string | null;
}

export interface Words {
  x: number;
  y: number;
  text: string;
}

export interface DrawnFact {
  fact: Fact;
  bend: number;
  ended: boolean;
  trace: { line: string; tip: string; words: Words | null } | null;
}

export interface Axis {
  ticks: Words[];
  top: number;
  bottom: number;
  moments: Words[];
}

export interface Mark {
  type: string;
  label: string;
  shape: string;
  colour: string;
  path: string;
  count: number | null;
}

export interface Stroke {
  type: string;
  label: string;
  class: string;
  colour: string;
  dash: string;
}

export interface Group {
  pattern: string;
  label: string;
  count: number;
  cities: number;
}

export interface Story {
  sentence: string;
  facts: string[];
  nodes: string[];
}

export interface View {
  name: string;
  layout: "graph" | "map" | "time";
  title: string;
  description: string;
  notes: string[];
  page: string;
  query: Record<string, unknown>;
  graph_version: string;
  data_as_of: string | null;
  width: number;
  height: number;
  nodes: DrawnNode[];
  facts: DrawnFact[];
  undrawn: Fact[];
  marks: Mark[];
  strokes: Stroke[];
  groups: Group[];
  stories: Story[];
  ground: { land: string; source: string; projection: string } | null;
  axis: Axis | null;
  next: string | null;
  sources: Record<string, Source>;
  licences: { licence: string | null; sources: string[] }[];
}

/** A step of a story: what it says, and which entities it is about. */
export interface Step {
  nodes: string[];
  text: string;
}

/** The mark that an entity has, by its type. */
export function markOf(node: DrawnNode): string {
  return node.mark ?? node.type;
}

/** All facts of a view: those that are drawn, and those that are told alone. */
export function factsOf(view: View): Fact[] {
  return [...view.facts.map(({ fact }) => fact), ...view.undrawn];
}

/** Whether a fact holds on a day; an undated one always does, and is told to be undated. */
export function holds(fact: Fact, day: string | null): boolean {
  if (day === null || fact.holds_from === null) return true;
  return fact.holds_from <= day && (fact.holds_until === null || fact.holds_until > day);
}

/** The years in which facts begin or end, or null where there are fewer than two. */
export function years(facts: Fact[]): [number, number] | null {
  const found = facts
    .flatMap((fact) => [fact.holds_from, fact.holds_until])
    .filter((day): day is string => day !== null)
    .map((day) => Number(day.slice(0, 4)));
  const first = Math.min(...found);
  const last = Math.max(...found);
  return found.length > 0 && first < last ? [first, last] : null;
}

/** A view of so many of its entities: those in focus, and those that most facts touch; what is left out is said. */
export function most(view: View, count: number): View {
  const order = [...view.nodes].sort((a, b) => Number(b.focus) - Number(a.focus) || b.facts - a.facts || (a.id < b.id ? -1 : 1));
  const kept = new Set(order.slice(0, count).map((node) => node.id));
  const note = `Of ${view.nodes.length} entities the ${kept.size} that most facts touch are shown.`;
  return {
    ...view,
    notes: [...view.notes, note],
    nodes: view.nodes.filter((node) => kept.has(node.id)),
    facts: view.facts.filter(({ fact }) => kept.has(fact.from.id) && kept.has(fact.to.id)),
    undrawn: view.undrawn.filter((fact) => kept.has(fact.from.id) || kept.has(fact.to.id)),
  };
}

/** Add what another view holds: what is there already stays where it is, what is new stands around `centre`. */
export function merged(view: View, more: View, centre: string): View {
  const known = new Set(view.nodes.map((node) => node.id));
  const facts = new Set(view.facts.map(({ fact }) => fact.id));
  const middle = view.nodes.find((node) => node.id === centre);
  const fresh = more.nodes.filter((node) => !known.has(node.id));
  const inner = Math.max(1, Math.min(fresh.length, 14));
  const placed = fresh.map((node, n) => {
    const ring = Math.floor(n / inner);
    const angle = (2 * Math.PI * (n % inner)) / inner + ring * 0.2;
    const reach = 80 + 46 * ring;
    return { ...node, focus: false, x: (middle?.x ?? 0) + reach * Math.cos(angle), y: (middle?.y ?? 0) + reach * Math.sin(angle) };
  });
  const types = <T extends { type: string }>(one: T[], other: T[]) => [
    ...one,
    ...other.filter((mark) => !one.some((known) => known.type === mark.type)),
  ];
  return {
    ...view,
    nodes: [...view.nodes, ...placed],
    facts: [...view.facts, ...more.facts.filter(({ fact }) => !facts.has(fact.id))],
    undrawn: view.undrawn.filter((fact) => !more.facts.some((one) => one.fact.id === fact.id)),
    marks: types(view.marks, more.marks),
    strokes: types(view.strokes, more.strokes),
    sources: { ...view.sources, ...more.sources },
    licences: [...view.licences, ...more.licences.filter((one) => !view.licences.some((l) => l.licence === one.licence))],
  };
}
