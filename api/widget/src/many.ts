// Pictures of many entities are drawn by WebGL, whose script is loaded for them alone.

import type { Picture, Watching } from "./picture";

/** What the second script brings: see gl/main.ts. */
export type Painted = new (watching: Watching) => Picture;

// Which one: the build puts the mark of its content here, so that no older one is taken.
declare const MARK: string;
const NAME = `muninet-graph-gl.js?v=${MARK}`;
// The script that is running now is this one; later there is none.
const own = document.currentScript instanceof HTMLScriptElement ? document.currentScript.src : "";
let brought: Painted | null = null;
let loading: Promise<Painted | null> | null = null;

/** The second script tells what it brings. */
export function bring(painted: Painted): void {
  brought = painted;
}

/** Load it from where this script came; null where it cannot be had. */
export function painted(): Promise<Painted | null> {
  loading ??= new Promise((resolve) => {
    if (!own) {
      // In a file that holds all it needs the other script stands behind this one.
      const tell = () => window.setTimeout(() => resolve(brought));
      if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", tell, { once: true });
      else tell();
      return;
    }
    const script = document.createElement("script");
    script.src = new URL(NAME, own).href;
    script.addEventListener("load", () => resolve(brought));
    script.addEventListener("error", () => resolve(null));
    document.head.append(script);
  });
  return loading;
}
