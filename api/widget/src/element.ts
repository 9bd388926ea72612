// <muninet-graph src="/v1/views/links?to=climate-alliance&via=ceesen">: an answer as a picture that can be explored.

import { asked, positioned } from "./asking";
import { html } from "./dom";
import { DIRECTIONS, towards } from "./geometry";
import { Panel } from "./panel";
import { bring, painted, type Painted } from "./many";
import type { Picture, Watching } from "./picture";
import { Places, type Positions } from "./places";
import { Player } from "./player";
import { Scene } from "./scene";
import { Steps } from "./steps";
import { STYLE } from "./style";
import { foot, head, legend, table } from "./surroundings";
import { Camera } from "./camera";
import { factsOf, holds, merged, most, type Step, type View } from "./view";

// More than these are drawn by WebGL; more than those are too many to be drawn: a filtered view says more.
const MANY = 500;
const MOST = 5000;
// Facts over time are as high as they need, up to this, in pixels.
const HIGHEST = 1600;

export class MuninetGraph extends HTMLElement {
  static readonly observedAttributes = ["src", "height", "steps"];
  /** What the script for pictures of many entities calls. */
  static readonly bring = bring;

  private readonly shadow = this.attachShadow({ mode: "open" });
  private view: View | null = null;
  private scene: Picture | null = null;
  private places: Places | null = null;
  private camera: Camera | null = null;
  private panel: Panel | null = null;
  private stage: HTMLElement | null = null;
  private day: string | null = null;
  private readonly left = new Set<string>();
  private current: string | null = null;
  private asking: AbortController | null = null;
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
    // What a picture by WebGL held was given back when the element was taken out.
    else if (this.view.nodes.length > MANY) this.draw(this.view);
  }

  disconnectedCallback(): void {
    this.scene?.leave();
    this.asking?.abort();
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
  get positions(): Positions {
    return this.places?.positions ?? {};
  }

  set positions(positions: Positions) {
    this.places?.put(positions);
    this.camera?.settle();
  }

  /** The address that views are relative to. */
  private get base(): string {
    const own = this.getAttribute("src") ?? this.getAttribute("page") ?? "";
    // A page without an address, such as a frame that was written into, has nothing to be relative to.
    return URL.canParse(own, document.baseURI) ? new URL(own, document.baseURI).href : document.baseURI;
  }

  private async load(): Promise<void> {
    const inside = this.querySelector('script[type="application/json"]');
    if (inside) {
      this.draw(JSON.parse(inside.textContent ?? "null") as View);
      return;
    }
    if (!this.hasAttribute("src")) return;
    this.asking?.abort();
    this.asking = new AbortController();
    this.setAttribute("aria-busy", "true");
    try {
      this.draw(await asked(this.base, this.asking.signal));
    } catch (error) {
      if ((error as Error).name !== "AbortError") this.fail((error as Error).message);
    } finally {
      this.removeAttribute("aria-busy");
    }
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
      this.shadow.replaceChildren(html("div", { class: "figure" }, head(view, () => {}), this.offer(view), foot(view, this.base)));
      return;
    }
    if (view.nodes.length <= MANY || view.layout !== "graph") return this.stand(view, null);
    void painted().then((found) => {
      // Another view may have come meanwhile.
      if (this.view === view) this.stand(view, found);
    });
  }

  /** What is shown instead of too many, and a view of fewer. */
  private offer(view: View): HTMLElement {
    const fewer = html("button", { type: "button" }, `Show the ${MANY} that most facts touch`);
    fewer.addEventListener("click", () => this.draw(most(view, MANY)));
    const many = `${view.nodes.length} entities are too many for one picture: ask for fewer, by country, by date or with a smaller limit. `;
    return html("p", { class: "trouble" }, many, fewer);
  }

  private stand(view: View, by: Painted | null): void {
    const scene = this.pictured(by);
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
      this.hasAttribute("src") && !view.axis,
    ));
    const camera = (this.camera = new Camera(stage, scene, (scale) => scene.label(scale)));
    this.places = new Places(scene, this.hasAttribute("remember"));
    stage.style.height = `${Math.max(160, Number(this.getAttribute("height")) || 480)}px`;
    stage.append(scene.root, this.tools(camera), panel.root);
    scene.draw(view);
    panel.show(view, null);
    this.shadow.replaceChildren(this.around(view, stage));
    if (view.axis) stage.style.height = `${Math.min(HIGHEST, Math.max(160, view.height * Math.min(1.25, stage.clientWidth / view.width)))}px`;
    this.applied();
    camera.fit(view, false);
    this.reachable(stage, scene);
    this.loosen();
    this.places.restore();
    camera.settle();
    void positioned(this.getAttribute("positions"), this.base).then((found) => found && (this.positions = found as Positions));
    this.dispatchEvent(new CustomEvent("muninet-drawn", { bubbles: true, composed: true }));
  }

  /** A picture by WebGL where that was brought and is to be had, else as SVG. */
  private pictured(by: Painted | null): Picture {
    this.scene?.leave();
    const watching: Watching = {
      node: (id) => this.panel?.hover(id),
      fact: (id) => this.panel?.fact(id),
      open: (id) => this.open(id),
    };
    try {
      return (this.scene = by ? new by(watching) : new Scene(watching));
    } catch {
      return (this.scene = new Scene(watching));
    }
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
    const save = button("Save where entities stand, as a file", "⤓", () => this.places?.save(this.view?.name ?? "view"));
    save.hidden = true;
    save.classList.add("save");
    return html(
      "div",
      { class: "tools" },
      button("Closer", "+", () => camera.zoom(1.4)),
      button("Farther", "−", () => camera.zoom(1 / 1.4)),
      button("Show all, and put back what was moved", "⤢", () => this.reset()),
      save,
    );
  }

  /** Show what is not hidden and holds on the day; entities that only hidden facts touch go, those in focus stay. */
  private applied(): void {
    const { view, scene } = this;
    if (!view || !scene) return;
    const facts = factsOf(view).filter((fact) => !this.left.has(fact.type) && holds(fact, this.day));
    const ends = new Set(facts.flatMap((fact) => [fact.from.id, fact.to.id]));
    const joined = new Set(factsOf(view).flatMap((fact) => [fact.from.id, fact.to.id]));
    const nodes = view.nodes.filter((node) => node.focus || ends.has(node.id) || !joined.has(node.id));
    scene.show({ nodes: new Set(nodes.map((node) => node.id)), facts: new Set(facts.map((fact) => fact.id)) });
    this.camera?.settle();
  }

  private reachable(stage: HTMLElement, scene: Picture): void {
    stage.addEventListener("keydown", (event) => {
      const act = this.keys(event.key, scene);
      if (!act) return;
      event.preventDefault();
      act();
    });
    stage.addEventListener("click", (event) => {
      if ((event.target as Element).closest(".panel, .tools")) return;
      const id = scene.hit(event);
      if (id) this.choose(id);
    });
  }

  private keys(key: string, scene: Picture): (() => void) | null {
    const inside = this.shadow.activeElement?.closest(".panel, .tools");
    if (inside && key !== "Escape") return null;
    if (key in DIRECTIONS)
      return () => {
        const drawn = this.current === null ? null : scene.nodes.get(this.current);
        if (!drawn) return this.choose(this.first());
        // Over time the next lane is nearer than the other end of a fact.
        const others = this.view?.axis ? [...scene.nodes.values()].filter((one) => one !== drawn) : scene.around(drawn.id);
        const next = towards(drawn, others, key);
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
    this.current = id;
    this.scene!.choose(id);
    const around = this.scene!.around(id);
    const facts = this.view.facts.filter(({ fact }) => fact.from.id === id || fact.to.id === id);
    this.scene!.light(new Set([id, ...around.map((one) => one.id)]), new Set(facts.map(({ fact }) => fact.id)));
    this.camera?.reveal(found);
    this.panel?.show(this.view, id, this.camera?.leftOf(found));
  }

  private leave(): void {
    this.current = null;
    this.scene?.choose(null);
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
      this.view = merged(this.view, await asked(address.href), id);
    } catch (error) {
      this.panel?.say((error as Error).message);
      return;
    }
    this.scene.draw(this.view);
    this.loosen();
    this.shadow.querySelector(".legend")?.replaceWith(
      legend(this.view, this.left, (type) => {
        if (!this.left.delete(type)) this.left.add(type);
        this.applied();
      }),
    );
    this.applied();
    this.choose(id);
  }

  /** Let entities be dragged, but out of the lanes of a picture over time. */
  private loosen(): void {
    if (this.view?.axis) return;
    this.places?.loosen(
      () => this.camera?.scale ?? 1,
      () => {
        this.camera?.settle();
        this.saved();
        this.dispatchEvent(new CustomEvent("muninet-moved", { detail: this.positions, bubbles: true, composed: true }));
      },
    );
  }

  private reset(): void {
    this.places?.reset();
    this.saved();
    if (this.view) this.camera?.fit(this.view, true);
  }

  private saved(): void {
    const button = this.shadow.querySelector<HTMLElement>(".save");
    if (button) button.hidden = !this.places?.isMoved;
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
