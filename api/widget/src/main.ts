import { MuninetGraph } from "./element";

// A page may load the script twice.
if (!customElements.get("muninet-graph")) customElements.define("muninet-graph", MuninetGraph);
