// The script for pictures of many entities: it tells the element what draws them, and defines no name of its own.

import type { Painted } from "../many";
import { PaintedScene } from "./scene";

void customElements.whenDefined("muninet-graph").then(() => {
  const element = customElements.get("muninet-graph") as (CustomElementConstructor & { bring?(painted: Painted): void }) | undefined;
  element?.bring?.(PaintedScene);
});
