/** Fails the build when the first load of the inbox grows over the budget (gzipped JavaScript). */
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const BUDGET = 250 * 1024;
const dist = new URL("../dist/", import.meta.url);
const manifest = JSON.parse(readFileSync(new URL(".vite/manifest.json", dist), "utf8"));

function withImports(key, seen = new Set()) {
  if (!seen.has(key)) {
    seen.add(key);
    for (const imported of manifest[key].imports ?? []) withImports(imported, seen);
  }
  return seen;
}

const gzipped = (file) => gzipSync(readFileSync(new URL(file, dist)), { level: 9 }).length;
const chunks = new Set([
  ...withImports("index.html"),
  ...withImports("src/features/inbox/components/inbox-page.tsx"),
]);
const files = [...chunks].map((key) => manifest[key].file);
const total = files.reduce((sum, file) => sum + gzipped(file), 0);
const kB = (bytes) => `${(bytes / 1024).toFixed(1)} kB`;
console.log(
  `first load of the inbox: ${kB(total)} of gzipped JavaScript in ${files.length} files (budget ${kB(BUDGET)})`,
);
if (total > BUDGET) process.exit(1);
