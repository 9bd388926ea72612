// Builds the element into graph/muninet/figures/built; with --test, the tests into .built/test, for node.
import { mkdir, readdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

if (process.argv.includes("--test")) {
  const files = (await readdir(here("test"))).filter((name) => name.endsWith(".test.ts"));
  await build({
    entryPoints: files.map((name) => here(`test/${name}`)),
    outdir: here(".built/test"),
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    outExtension: { ".js": ".mjs" },
    logLevel: "warning",
  });
} else {
  await mkdir(here("../../graph/muninet/figures/built"), { recursive: true });
  await build({
    entryPoints: [here("src/main.ts")],
    outfile: here("../../graph/muninet/figures/built/muninet-graph.js"),
    bundle: true,
    minify: true,
    format: "iife",
    target: "es2022",
    charset: "utf8",
    legalComments: "none",
    banner: { js: "/* <muninet-graph>, Apache-2.0; with d3-drag, d3-selection, d3-zoom (ISC) */" },
    logLevel: "warning",
  });
}
