// A story in steps: each highlights some entities and says something of them.

import { html } from "./dom";
import type { Step } from "./view";

export class Steps {
  readonly root: HTMLElement | null;

  constructor(steps: Step[], show: (step: Step | null) => void) {
    if (steps.length === 0) {
      this.root = null;
      return;
    }
    let place = -1;
    const text = html("p", { class: "text", "aria-live": "polite" }, `A story in ${steps.length} steps.`);
    const back = html("button", { type: "button" }, "Back");
    const next = html("button", { type: "button" }, "Next");
    const go = (to: number) => {
      place = Math.max(-1, Math.min(steps.length - 1, to));
      const step = steps[place] ?? null;
      text.textContent = step ? `${place + 1} of ${steps.length}: ${step.text}` : `A story in ${steps.length} steps.`;
      back.disabled = place < 0;
      next.disabled = place === steps.length - 1;
      show(step);
    };
    back.addEventListener("click", () => go(place - 1));
    next.addEventListener("click", () => go(place + 1));
    back.disabled = true;
    this.root = html("div", { class: "row steps" }, back, next, text);
  }
}
