// What stands around the picture: title and kinds of link, legend, table, sources.

import { followed, html, svg } from "./dom";
import { factsOf, type Fact, type Group, type Mark, type Stroke, type View } from "./view";

/** The title and the kinds of link, each with its own count. `over` is told which kind is pointed at. */
export function head(view: View, over: (group: Group | null) => void): HTMLElement {
  const kinds = view.groups.map((group) => {
    const item = html("li", {}, html("strong", {}, String(group.count)), ` ${group.label}`);
    item.addEventListener("pointerenter", () => over(group));
    item.addEventListener("pointerleave", () => over(null));
    return item;
  });
  return html(
    "figcaption",
    { class: "head" },
    html("h2", { class: "title", id: "title" }, view.title),
    kinds.length ? html("ul", { class: "kinds", "aria-label": "Kinds of link, which are never added up" }, ...kinds) : null,
    html("p", { class: "visually-hidden", id: "description" }, [view.description, ...view.notes].join(" ")),
  );
}

/** Shapes, and a button for each kind of fact that shows and hides it. */
export function legend(view: View, hidden: Set<string>, toggle: (type: string) => void): HTMLElement {
  return html(
    "ul",
    { class: "legend", "aria-label": "Legend; kinds of facts can be hidden" },
    ...view.marks.map((mark) => html("li", {}, swatch(mark), mark.count === null ? mark.label : `${mark.label} (${mark.count})`)),
    ...view.strokes.map((stroke) => {
      const button = html("button", { type: "button", "aria-pressed": String(!hidden.has(stroke.type)) }, sample(stroke), stroke.label);
      button.addEventListener("click", () => {
        toggle(stroke.type);
        button.setAttribute("aria-pressed", String(!hidden.has(stroke.type)));
      });
      return html("li", {}, button);
    }),
  );
}

function swatch(mark: Mark): SVGSVGElement {
  const path = svg("path", { d: mark.path, fill: mark.colour, transform: "translate(9,9) scale(6.4)" });
  return svg("svg", { width: 18, height: 18, viewBox: "0 0 18 18", "aria-hidden": "true" }, path);
}

function sample(stroke: Stroke): SVGSVGElement {
  const dash = stroke.dash ? stroke.dash.split(" ").map((part) => Number(part) * 1.6).join(" ") : null;
  const line = svg("path", { d: "M0,6L26,6", class: "line", "stroke-width": 1.8, "stroke-dasharray": dash });
  const sample = svg("svg", { width: 26, height: 12, viewBox: "0 0 26 12", "aria-hidden": "true" }, line);
  sample.style.setProperty("--c", stroke.colour);
  return sample;
}

/** The same content as a table; filled when it is opened first. */
export function table(view: () => View): HTMLElement {
  const details = html("details", {}, html("summary", {}, "The same as a table"));
  details.addEventListener("toggle", () => {
    if (!details.open || details.childElementCount > 1) return;
    const now = view();
    const titles = ["From", "Relation", "To", "In words", "Sources"];
    const labels = new Map(now.strokes.map((stroke) => [stroke.type, stroke.label]));
    const rows = factsOf(now).map((fact) =>
      html(
        "tr",
        {},
        html("td", {}, fact.from.name),
        html("td", {}, labels.get(fact.type) ?? fact.type),
        html("td", {}, fact.to.name),
        html("td", {}, fact.sentence),
        html("td", {}, fact.sources.map((id) => now.sources[id]?.title ?? id).join("; ")),
      ),
    );
    const top = html("tr", {}, ...titles.map((title) => html("th", { scope: "col" }, title)));
    const caption = html("caption", { class: "visually-hidden" }, now.title);
    details.append(
      html(
        "div",
        { class: "wide", tabindex: "0", role: "region", "aria-label": "Table of facts" },
        html("table", {}, caption, html("thead", {}, top), html("tbody", {}, ...rows)),
      ),
    );
  });
  return details;
}

/** Notes, the day of the data, sources with their licences, and where the same can be seen. */
export function foot(view: View, base: string): HTMLElement {
  const sources = Object.values(view.sources).map((source) => html("li", {}, ...cited(view, source.id, base)));
  const licences = view.licences.map((one) => one.licence ?? "facts only, in our own words").join(", ");
  const page = followed(view.page, base);
  const borders = view.ground ? `${view.ground.source}. ${view.ground.projection} projection.` : "";
  return html(
    "div",
    { class: "foot" },
    html("p", {}, [...view.notes, borders].filter(Boolean).join(" ")),
    html(
      "p",
      {},
      view.data_as_of ? `Data as of ${view.data_as_of}. ` : "",
      licences ? `Licences: ${licences}. ` : "",
      page ? html("a", { href: page, target: "_top" }, "muninet: this answer as a page") : null,
    ),
    sources.length
      ? html("details", { class: "sources" }, html("summary", {}, `Sources (${sources.length})`), html("ol", {}, ...sources))
      : null,
  );
}

/** A source in a line: title as a link, publisher, date. */
export function cited(view: View, id: string, base: string): (Node | string)[] {
  const source = view.sources[id];
  if (!source) return [id];
  const address = followed(source.url, base);
  const title = address ? html("a", { href: address, rel: "noopener", target: "_blank" }, source.title) : source.title;
  const rest = [source.publisher, source.published ?? "undated", source.licence].filter(Boolean).join(", ");
  return [title, ` (${rest})`];
}

/** What is told of a fact: its sentence, and who says so. */
export function told(view: View, fact: Fact, base: string): HTMLElement {
  const from = fact.sources.flatMap((id, n) => [n ? "; " : "", ...cited(view, id, base)]);
  return html("li", {}, fact.sentence, html("div", { class: "from" }, ...from));
}
