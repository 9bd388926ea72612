// <muninet-graph src="/v1/views/links?to=climate-alliance&via=ceesen">: an answer as a picture that can be explored.

import { drag, type D3DragEvent } from "d3-drag";
import { select } from "d3-selection";
import { html, set } from "./dom";
import { DIRECTIONS, towards } from "./geometry";
import { Panel } from "./panel";
import { Player } from "./player";
import { Scene } from "./scene";
import { Steps } from "./steps";
import { STYLE } from "./style";
import { foot, head, legend, table } from "./surroundings";
import { Camera } from "./camera";
import { holds, merged, type Step, type View } from "./view";

// More than these are too many to be drawn: a filtered view says more.
const MOST = 5000;

export class MuninetGraph extends HTMLElement {
  static readonly observedAttributes = ["src", "height", "steps"];

  private readonly shadow = this.attachShadow({ mode: "open" });
  private view: View | null = null;
  private scene: Scene | null = null;
  private camera: Camera | null = null;
  private panel: Panel | null = null;
  private stage: HTMLElement | null = null;
  private day: string | null = null;
  private readonly left = new Set<string>();
  private readonly start = new Map<string, { x: number; y: number }>();
  private current: string | null = null;
  private asked: AbortController | null = null;
  private begun = false;

  constructor() {
    super();
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
    this.shadow.adoptedStyleSheets = [sheet];
  }

  connectedCallback(): void {
    this.begun = true;
    if (!this.view) void this.load();
  }

  disconnectedCallback(): void {
    this.asked?.abort();
  }

  attributeChangedCallback(name: string, old: string | null, now: string | null): void {
    // The attributes of an element that is only being made are read when it is there.
    if (!this.begun || old === now) return;
    if (name === "src") void this.load();
    else if (this.view) this.draw(this.view);
  }

  /** The view that is shown; setting it draws another one. */
  get data(): View | null {
    return this.view;
  }

  set data(view: View | null) {
    if (view) this.draw(view);
  }

  /** Where entities were moved to, by id; setting it moves them. */
  get positions(): Record<string, [number, number]> {
    const found: Record<string, [number, number]> = {};
    for (const id of this.start.keys()) {
      const drawn = this.scene?.nodes.get(id)?.drawn;
      if (drawn) found[id] = [Math.round(drawn.x), Math.round(drawn.y)];
    }
    return found;
  }

  set positions(places: Record<string, [number, number]>) {
    for (const [id, [x, y]] of Object.entries(places)) this.moved(id, Number(x), Number(y));
    this.camera?.settle();
  }

  /** The address that views are relative to. */
  private get base(): string {
    return new URL(this.getAttribute("src") ?? this.getAttribute("page") ?? "", document.baseURI).href;
  }

  private async load(): Promise<void> {
    const inside = this.querySelector('script[type="application/json"]');
    if (inside) {
      this.draw(JSON.parse(inside.textContent ?? "null") as View);
      return;
    }
    if (!this.hasAttribute("src")) return;
    this.asked?.abort();
    this.asked = new AbortController();
    this.setAttribute("aria-busy", "true");
    try {
      this.draw(await this.fetched(this.base, this.asked.signal));
    } catch (error) {
      if ((error as Error).name !== "AbortError") this.fail((error as Error).message);
    } finally {
      this.removeAttribute("aria-busy");
    }
  }

  private async fetched(address: string, signal?: AbortSignal): Promise<View> {
    const response = await fetch(address, { headers: { Accept: "application/json" }, signal: signal ?? null });
    const body = (await response.json()) as View & { title?: string; detail?: string };
    if (!response.ok) throw new Error(body.detail ?? body.title ?? `the service answered ${response.status}`);
    return body;
  }

  /** What stands in the element without the script stays to be seen where the picture cannot be had. */
  private fail(message: string): void {
    const trouble = html("p", { class: "trouble", role: "alert" }, `This picture could not be loaded: ${message}`);
    this.shadow.replaceChildren(html("slot"), trouble);
  }

  private draw(view: View): void {
    this.view = view;
    this.current = null;
    if (view.nodes.length > MOST) {
      const many = `${view.nodes.length} entities are too many for one picture: ask for fewer, by country, by date or with a smaller limit.`;
      this.shadow.replaceChildren(html("div", { class: "figure" }, head(view, () => {}), html("p", { class: "trouble" }, many), foot(view, this.base)));
      return;
    }
    const scene = (this.scene = new Scene({
      node: (id) => this.panel?.hover(id),
      fact: (id) => this.panel?.fact(id),
      open: (id) => this.open(id),
    }));
    const stage = (this.stage = html("div", {
      class: "stage",
      tabindex: "0",
      role: "group",
      "aria-labelledby": "title",
      "aria-describedby": "description keys",
    }));
    const panel = (this.panel = new Panel(
      this.base,
      { expand: (id) => void this.expand(id), open: (id) => this.open(id) },
      this.hasAttribute("src"),
    ));
    const camera = (this.camera = new Camera(stage, scene.root, (scale) => scene.label(scale)));
    stage.style.height = `${Math.max(160, Number(this.getAttribute("height")) || 480)}px`;
    stage.append(scene.root, this.tools(camera), panel.root);
    scene.draw(view);
    panel.show(view, null);
    this.shadow.replaceChildren(this.around(view, stage));
    this.applied();
    camera.fit(view, false);
    this.reachable(stage, scene);
    this.loosen(scene);
    this.restore();
    this.dispatchEvent(new CustomEvent("muninet-drawn", { bubbles: true, composed: true }));
  }

  private around(view: View, stage: HTMLElement): HTMLElement {
    const figure = html("figure", { class: "figure" });
    const light = (facts: string[] | null, nodes: string[] | null) =>
      this.scene?.light(nodes && new Set(nodes), facts && new Set(facts));
    const steps = new Steps(this.steps(), (step) => this.step(step));
    const player = new Player(view, (day) => {
      this.day = day;
      this.applied();
    });
    figure.append(
      head(view, (group) => {
        const stories = group && view.stories.filter((story) => patterned(view, story.facts) === plain(group.pattern));
        light(stories && stories.flatMap((one) => one.facts), stories && stories.flatMap((one) => one.nodes));
      }),
      stage,
      legend(view, this.left, (type) => {
        if (!this.left.delete(type)) this.left.add(type);
        this.applied();
      }),
      ...[player.root, steps.root].filter((part): part is HTMLElement => part !== null),
      table(() => this.view ?? view),
      foot(view, this.base),
      html("p", { class: "visually-hidden", id: "keys" }, "Arrow keys go along facts, Enter opens, Escape leaves, plus and minus zoom, 0 shows all."),
    );
    return figure;
  }

  private tools(camera: Camera): HTMLElement {
    const button = (label: string, text: string, act: () => void) => {
      const found = html("button", { type: "button", "aria-label": label, title: label }, text);
      found.addEventListener("click", act);
      return found;
    };
    return html(
      "div",
      { class: "tools" },
      button("Closer", "+", () => camera.zoom(1.4)),
      button("Farther", "−", () => camera.zoom(1 / 1.4)),
      button("Show all, and put back what was moved", "⤢", () => this.reset()),
    );
  }

  /** Show what is not hidden and holds on the day; entities that only hidden facts touch go, those in focus stay. */
  private applied(): void {
    const { view, scene } = this;
    if (!view || !scene) return;
    const facts = view.facts.filter(({ fact }) => !this.left.has(fact.type) && holds(fact, this.day));
    const ends = new Set(facts.flatMap(({ fact }) => [fact.from.id, fact.to.id]));
    const joined = new Set(view.facts.flatMap(({ fact }) => [fact.from.id, fact.to.id]));
    const nodes = view.nodes.filter((node) => node.focus || ends.has(node.id) || !joined.has(node.id));
    scene.show({ nodes: new Set(nodes.map((node) => node.id)), facts: new Set(facts.map(({ fact }) => fact.id)) });
    this.camera?.settle();
  }

  private reachable(stage: HTMLElement, scene: Scene): void {
    stage.addEventListener("keydown", (event) => {
      const act = this.keys(event.key, scene);
      if (!act) return;
      event.preventDefault();
      act();
    });
    stage.addEventListener("click", (event) => {
      const id = (event.target as Element).closest(".node")?.getAttribute("data-id");
      if (id) this.choose(id);
    });
  }

  private keys(key: string, scene: Scene): (() => void) | null {
    const inside = this.shadow.activeElement?.closest(".panel, .tools");
    if (inside && key !== "Escape") return null;
    if (key in DIRECTIONS)
      return () => {
        const drawn = this.current === null ? null : scene.nodes.get(this.current)?.drawn;
        if (!drawn) return this.choose(this.first());
        const next = towards(drawn, scene.around(drawn.id), key);
        if (next) this.choose(next.id);
      };
    const acts: Record<string, () => void> = {
      Escape: () => this.leave(),
      "+": () => this.camera?.zoom(1.4),
      "-": () => this.camera?.zoom(1 / 1.4),
      "0": () => this.reset(),
    };
    if (key === "Enter") return () => (this.current === null ? this.choose(this.first()) : this.open(this.current));
    return acts[key] ?? null;
  }

  private first(): string | null {
    const nodes = this.view?.nodes ?? [];
    return (nodes.find((node) => node.focus) ?? nodes[0])?.id ?? null;
  }

  private choose(id: string | null): void {
    const found = id === null ? undefined : this.scene?.nodes.get(id);
    if (!found || !this.view || id === null) return;
    for (const { group } of this.scene!.nodes.values()) {
      group.classList.remove("chosen");
      set(group, "tabindex", "-1");
    }
    this.current = id;
    found.group.classList.add("chosen");
    set(found.group, "tabindex", "0");
    found.group.focus({ preventScroll: true });
    const around = this.scene!.around(id);
    const facts = this.view.facts.filter(({ fact }) => fact.from.id === id || fact.to.id === id);
    this.scene!.light(new Set([id, ...around.map((one) => one.id)]), new Set(facts.map(({ fact }) => fact.id)));
    this.camera?.reveal(found.drawn);
    this.panel?.show(this.view, id, this.camera?.leftOf(found.drawn));
  }

  private leave(): void {
    this.current = null;
    for (const { group } of this.scene?.nodes.values() ?? []) group.classList.remove("chosen");
    this.scene?.light(null, null);
    if (this.view) this.panel?.show(this.view, null);
    this.stage?.focus({ preventScroll: true });
  }

  /** Open the page of an entity, unless whoever embeds the element does something else. */
  private open(id: string): void {
    const event = new CustomEvent("muninet-open", { detail: { id }, bubbles: true, composed: true, cancelable: true });
    if (!this.dispatchEvent(event) || !this.base.startsWith("http")) return;
    window.open(new URL(`/entities/${encodeURIComponent(id)}`, this.base).href, "_top");
  }

  private async expand(id: string): Promise<void> {
    if (!this.view || !this.scene || !this.hasAttribute("src")) return;
    const at = String(this.view.query["at"] ?? "today");
    const address = new URL(`/v1/views/neighbourhood?${new URLSearchParams({ entity: id, at, limit: "60" })}`, this.base);
    try {
      this.view = merged(this.view, await this.fetched(address.href), id);
    } catch (error) {
      this.panel?.say((error as Error).message);
      return;
    }
    this.scene.draw(this.view);
    this.loosen(this.scene);
    this.shadow.querySelector(".legend")?.replaceWith(
      legend(this.view, this.left, (type) => {
        if (!this.left.delete(type)) this.left.add(type);
        this.applied();
      }),
    );
    this.applied();
    this.choose(id);
  }

  /** Let entities be dragged; distances are those on the screen, whatever the scale. */
  private loosen(scene: Scene): void {
    const move = (id: string | null, event: D3DragEvent<SVGGElement, unknown, unknown>) => {
      const drawn = id === null ? undefined : scene.nodes.get(id)?.drawn;
      const scale = this.camera?.scale ?? 1;
      if (drawn) this.moved(drawn.id, drawn.x + event.dx / scale, drawn.y + event.dy / scale);
    };
    const rest = () => {
      this.camera?.settle();
      this.keep();
      this.dispatchEvent(new CustomEvent("muninet-moved", { detail: this.positions, bubbles: true, composed: true }));
    };
    const dragging = drag<SVGGElement, unknown>()
      .container(() => document.documentElement)
      .clickDistance(4)
      .on("drag", function (event: D3DragEvent<SVGGElement, unknown, unknown>) {
        move(this.getAttribute("data-id"), event);
      })
      .on("end", rest);
    select(scene.root).selectAll<SVGGElement, unknown>(".node").call(dragging);
  }

  private moved(id: string, x: number, y: number): void {
    const drawn = this.scene?.nodes.get(id)?.drawn;
    if (!drawn || !Number.isFinite(x) || !Number.isFinite(y)) return;
    if (!this.start.has(id)) this.start.set(id, { x: drawn.x, y: drawn.y });
    this.scene!.move(id, x, y);
  }

  private reset(): void {
    for (const [id, { x, y }] of this.start) this.scene?.move(id, x, y);
    this.start.clear();
    this.keep();
    if (this.view) this.camera?.fit(this.view, true);
  }

  /** Keep what was moved in the address, where the attribute `remember` asks for it. */
  private keep(): void {
    if (!this.hasAttribute("remember")) return;
    const places = Object.entries(this.positions).map(([id, place]) => `${encodeURIComponent(id)}:${place.join(",")}`);
    history.replaceState(history.state, "", places.length ? `#at=${places.join(";")}` : location.pathname + location.search);
  }

  private restore(): void {
    if (!this.hasAttribute("remember") || !location.hash.startsWith("#at=")) return;
    for (const part of location.hash.slice(4).split(";")) {
      const [id, place] = part.split(":");
      const [x, y] = (place ?? "").split(",").map(Number);
      if (id && x !== undefined && y !== undefined) this.moved(decodeURIComponent(id), x, y);
    }
    this.camera?.settle();
  }

  private steps(): Step[] {
    try {
      const found: unknown = JSON.parse(this.getAttribute("steps") ?? "[]");
      return Array.isArray(found) ? (found as Step[]).filter((one) => Array.isArray(one.nodes)) : [];
    } catch {
      return [];
    }
  }

  private step(step: Step | null): void {
    const nodes = step && new Set(step.nodes);
    const facts = (this.view?.facts ?? []).filter(({ fact }) => nodes?.has(fact.from.id) && nodes.has(fact.to.id));
    this.scene?.light(nodes, nodes && new Set(facts.map(({ fact }) => fact.id)));
  }
}

/** The types of facts in their order: what a kind of link is called by, without its marks. */
function patterned(view: View, ids: string[]): string {
  const types = new Map(view.facts.map(({ fact }) => [fact.id, fact.type]));
  return ids.map((id) => types.get(id) ?? "").join(">");
}

function plain(pattern: string): string {
  return pattern.replace(/\^|\[[^\]]*\]/g, "");
}
