// The looks of the element, within it alone.

export const STYLE = `
:host { display: block; container-type: inline-size; color-scheme: light dark; font: 0.9375rem/1.45 system-ui, "Noto Sans", sans-serif;
  --ground: light-dark(#ffffff, #12181f); --ink: light-dark(#17212b, #eef2f6); --soft: light-dark(#4d5a66, #b3bec8);
  --line: light-dark(#d5dbe1, #39444e); --tint: light-dark(#f3f5f7, #1b232b); --land: light-dark(#f0f2ee, #1d262f);
  --accent: light-dark(#005f8f, #7cc4f0); color: var(--ink); }
:host([theme=light]) { color-scheme: light; }
:host([theme=dark]) { color-scheme: dark; }
:host([hidden]) { display: none; }
* { box-sizing: border-box; }
.figure { margin: 0; background: var(--ground); border: 1px solid var(--line); border-radius: 6px; overflow: hidden; }
.head { padding: 0.9rem 1rem 0.6rem; }
.title { margin: 0; font-size: 1.15rem; line-height: 1.3; font-weight: 650; text-wrap: balance; }
.kinds { margin: 0.35rem 0 0; padding: 0; list-style: none; display: flex; flex-wrap: wrap; gap: 0.1rem 1.2rem; color: var(--soft); }
.kinds strong { color: var(--ink); font-variant-numeric: tabular-nums; }
.stage { position: relative; overflow: hidden; border-block: 1px solid var(--line); touch-action: none; cursor: grab; background: var(--ground); }
.stage:active { cursor: grabbing; }
.stage:focus-visible, button:focus-visible, a:focus-visible, summary:focus-visible, input:focus-visible { outline: 2px solid var(--accent); outline-offset: -2px; }
.picture { position: absolute; inset: 0 auto auto 0; transform-origin: 0 0; overflow: visible; user-select: none; -webkit-user-select: none; }
.painted { position: absolute; inset: 0; background: var(--ground); color: var(--ink); outline: 0 solid var(--accent); } .painted canvas { display: block; width: 100%; height: 100%; transform-origin: 0 0; } .painted.over { cursor: pointer; }
.moving .picture { will-change: transform; }
.land { fill: var(--land); stroke: var(--line); stroke-width: 1; vector-effect: non-scaling-stroke; }
.year { stroke: var(--line); stroke-width: 1; vector-effect: non-scaling-stroke; } .moment { fill: var(--ink); stroke: var(--ground); } .name.soft { fill: var(--soft); }
.line { fill: none; } .tip { stroke: none; } .hit { fill: none; stroke: transparent; pointer-events: stroke; cursor: pointer; }
.line { stroke: var(--seen); } .tip { fill: var(--seen); }
.line, .tip { --seen: light-dark(var(--c), color-mix(in srgb, var(--c) 48%, white)); }
.fact.ended { opacity: 0.45; }
.node { cursor: pointer; outline: none; }
.mark { stroke: var(--ground); stroke-width: 1.2; vector-effect: non-scaling-stroke; }
.frame { fill: var(--ground); stroke: var(--ink); stroke-width: 1.6; vector-effect: non-scaling-stroke; }
.ring { fill: none; stroke: transparent; stroke-width: 2.5; pointer-events: all; }
.node:hover .ring { stroke: var(--soft); } .node:focus-visible .ring, .node.chosen .ring { stroke: var(--accent); }
.name { fill: var(--ink); stroke: var(--ground); paint-order: stroke; stroke-linejoin: round; pointer-events: none; } .name.focus { font-weight: 650; }
.dimmed .node:not(.lit), .dimmed .fact:not(.lit) { opacity: 0.16; } .dimmed .fact.lit .line { stroke-width: 2.4; }
.hidden { display: none; }
.tools { position: absolute; inset: 0.6rem 0.6rem auto auto; display: flex; flex-direction: column; gap: 0.3rem; }
button { font: inherit; color: var(--ink); background: var(--ground); border: 1px solid var(--line); border-radius: 4px; padding: 0.2rem 0.55rem; cursor: pointer; }
button:hover { border-color: var(--soft); } .tools button { min-width: 2.1rem; min-height: 2.1rem; padding: 0; line-height: 1; }
.panel { position: absolute; inset: auto auto 0.6rem 0.6rem; width: min(23rem, calc(100% - 1.2rem)); max-height: calc(100% - 1.2rem); overflow: auto; background: var(--ground);
  border: 1px solid var(--line); border-radius: 6px; padding: 0.7rem 0.9rem; box-shadow: 0 2px 12px rgb(0 0 0 / 0.14); cursor: auto; font-size: 0.875rem; }
.panel.right { inset-inline: auto 0.6rem; }
.panel h3 { margin: 0; font-size: 1rem; } .panel p { margin: 0.15rem 0 0.4rem; color: var(--soft); } .panel ul { margin: 0.3rem 0; padding-left: 1.1rem; } .panel li { margin: 0.25rem 0; }
.panel .from { color: var(--soft); font-size: 0.8125rem; } .panel .do { display: flex; gap: 0.4rem; flex-wrap: wrap; }
a { color: var(--accent); }
.legend { display: flex; flex-wrap: wrap; gap: 0.3rem 0.9rem; padding: 0.6rem 1rem; list-style: none; margin: 0; font-size: 0.875rem; align-items: center; }
.legend li { display: flex; align-items: center; gap: 0.35rem; } .legend svg { flex: none; } .legend button { display: flex; align-items: center; gap: 0.35rem; border-color: transparent; padding: 0.1rem 0.35rem; }
.legend button:hover { border-color: var(--line); } .legend button[aria-pressed=false] { color: var(--soft); text-decoration: line-through; }
.row { display: flex; flex-wrap: wrap; align-items: center; gap: 0.5rem 0.8rem; padding: 0.5rem 1rem; border-top: 1px solid var(--line); font-size: 0.875rem; }
.row input[type=range] { flex: 1 1 10rem; accent-color: var(--accent); } .row output { font-variant-numeric: tabular-nums; min-width: 3.2rem; } .row .text { flex: 1 1 14rem; margin: 0; }
details { border-top: 1px solid var(--line); padding: 0.5rem 1rem; font-size: 0.875rem; } summary { cursor: pointer; }
.wide { overflow-x: auto; max-height: 24rem; overflow-y: auto; } table { border-collapse: collapse; width: 100%; } th, td { text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); padding: 0.25rem 0.7rem 0.25rem 0; }
.foot { border-top: 1px solid var(--line); padding: 0.6rem 1rem; color: var(--soft); font-size: 0.8125rem; } .foot p { margin: 0.15rem 0; } .foot ol { margin: 0.3rem 0; padding-left: 1.4rem; }
.trouble { padding: 1rem; margin: 0; } .visually-hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
@media (prefers-reduced-motion: no-preference) { .node, .fact { transition: opacity 120ms; } }
@media (forced-colors: active) { .line, .tip { stroke: CanvasText; } .name { fill: CanvasText; stroke: Canvas; } .mark { stroke: CanvasText; } }
@media print { :host, :host([theme]) { color-scheme: light; } .tools, .panel, .row { display: none; } .figure { border: 0; break-inside: avoid; } }
@container (width < 30rem) { .head { padding-inline: 0.7rem; } .title { font-size: 1.02rem; } .legend, .row, details, .foot { padding-inline: 0.7rem; } }
`;
