// What is told of an entity or a fact that was chosen.

import { html } from "./dom";
import { told } from "./surroundings";
import { factsOf, markOf, type View } from "./view";

const MOST = 12;

export interface Doing {
  expand(id: string): void;
  open(id: string): void;
}

export class Panel {
  readonly root = html("aside", { class: "panel", "aria-label": "Details", "aria-live": "polite", hidden: true });
  private view: View | null = null;
  private chosen: string | null = null;
  private readonly note = html("p", { role: "status" });

  constructor(
    private readonly base: string,
    private readonly doing: Doing,
    private readonly canExpand: boolean,
  ) {
    // What is done here is done to the panel, not to the picture behind it.
    for (const kind of ["pointerdown", "wheel", "dblclick"]) this.root.addEventListener(kind, (event) => event.stopPropagation(), { passive: true });
  }

  /** Tell of an entity, on the side where it is not; null tells nothing. */
  show(view: View, id: string | null, right = false): void {
    this.root.classList.toggle("right", right);
    this.view = view;
    this.chosen = id;
    this.tell(id, true);
  }

  /** Tell of an entity as long as it is pointed at. */
  hover(id: string | null): void {
    if (this.chosen === null) this.tell(id, false);
  }

  /** Tell of a fact. */
  fact(id: string | null): void {
    const found = this.view && factsOf(this.view).find((fact) => fact.id === id);
    if (!found || !this.view) return;
    this.root.replaceChildren(html("ul", {}, told(this.view, found, this.base)));
    this.root.hidden = false;
  }

  say(text: string): void {
    this.note.textContent = text;
  }

  private tell(id: string | null, whole: boolean): void {
    const node = this.view?.nodes.find((one) => one.id === id);
    this.root.hidden = !node;
    if (!node || !this.view) return;
    const view = this.view;
    const mark = view.marks.find((one) => one.type === markOf(node));
    const facts = factsOf(view).filter((fact) => fact.from.id === id || fact.to.id === id);
    const shown = facts.slice(0, whole ? MOST : 3).map((fact) => told(view, fact, this.base));
    const more = facts.length - shown.length;
    this.note.textContent = "";
    this.root.replaceChildren(
      html("h3", {}, node.name),
      html("p", {}, [mark?.label ?? node.type, node.country].filter(Boolean).join(", ")),
      html("ul", {}, ...shown, more > 0 ? html("li", {}, `and ${more} more`) : null),
      ...(whole ? [this.buttons(node.id), this.note] : []),
    );
  }

  private buttons(id: string): HTMLElement {
    const open = html("button", { type: "button" }, "Open page");
    open.addEventListener("click", () => this.doing.open(id));
    const expand = html("button", { type: "button" }, "Show neighbours");
    expand.addEventListener("click", () => this.doing.expand(id));
    return html("div", { class: "do" }, this.base.startsWith("http") ? open : null, this.canExpand ? expand : null);
  }
}
