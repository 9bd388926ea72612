// Builds the element into graph/muninet/figures/built; with --test, the tests into .built/test, for node.
import { createHash } from "node:crypto";
import { mkdir, readFile, readdir } from "node:fs/promises";
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
  const built = here("../../graph/muninet/figures/built");
  await mkdir(built, { recursive: true });
  const each = (source, name, define) =>
    build({
      entryPoints: [here(source)],
      outfile: `${built}/${name}`,
      bundle: true,
      minify: true,
      format: "iife",
      target: "es2022",
      charset: "utf8",
      legalComments: "none",
      define,
      banner: { js: "/* <muninet-graph>, Apache-2.0; with d3-drag, d3-selection, d3-zoom (ISC) */" },
      logLevel: "warning",
    });
  await each("src/gl/main.ts", "muninet-graph-gl.js", {});
  // As the service marks its files: api/muninet_api/pages/frame.py.
  const mark = createHash("sha256").update(await readFile(`${built}/muninet-graph-gl.js`)).digest("hex").slice(0, 12);
  await each("src/main.ts", "muninet-graph.js", { MARK: JSON.stringify(mark) });
}
