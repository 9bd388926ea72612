// A day to look at: a slider over the years of the facts, and a button that walks through them.

import { html } from "./dom";
import { factsOf, years, type View } from "./view";

const PACE = 700;

export class Player {
  readonly root: HTMLElement | null;

  constructor(view: View, change: (day: string | null) => void) {
    const span = years(factsOf(view));
    if (!span) {
      this.root = null;
      return;
    }
    const [first, last] = span;
    const slider = html("input", { type: "range", min: first, max: last + 1, step: 1, value: last + 1, "aria-label": "End of the year" });
    const output = html("output", {}, "all");
    const play = html("button", { type: "button" }, "Play");
    let timer = 0;
    const show = () => {
      const year = Number(slider.value);
      const all = year > last;
      output.textContent = all ? "all" : String(year);
      slider.setAttribute("aria-valuetext", all ? "all years" : `end of ${year}`);
      change(all ? null : `${year}-12-31`);
    };
    const stop = () => {
      clearInterval(timer);
      timer = 0;
      play.textContent = "Play";
    };
    slider.addEventListener("input", () => {
      stop();
      show();
    });
    play.addEventListener("click", () => {
      if (timer) return stop();
      if (Number(slider.value) > last) slider.value = String(first);
      show();
      play.textContent = "Stop";
      timer = window.setInterval(() => {
        slider.value = String(Number(slider.value) + 1);
        show();
        if (Number(slider.value) > last) stop();
      }, PACE);
    });
    show();
    this.root = html("div", { class: "row" }, play, html("span", {}, "What held at the end of"), slider, output);
  }
}
