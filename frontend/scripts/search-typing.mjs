// How soon the inbox answers what is typed: `node scripts/search-typing.mjs http://127.0.0.1:5173`, with a stack of
// many invoices (make bench-scale ARGS=--serve). For each text, letter by letter as a person types: milliseconds from
// the last key until the answer is drawn. It measures and prints; nothing here passes or fails.
/* global requestAnimationFrame -- in the page */
import { chromium } from "playwright-core";

const TEXTS = [
  "müller",
  "maschinenbau",
  "INV-012345",
  "2025-00",
  "café norte",
  "上海",
  "xylophon",
  "rechnung",
  "re",
  "weber",
];
const KEY_PAUSE = 90; // ms between two keys: a quick typist; shorter than the rest that starts a search
const LONGEST = 15_000;

const url = process.argv[2] ?? "http://127.0.0.1:5173";
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox"],
});
try {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.goto(url);
  const field = page.getByRole("searchbox").first();
  await field.waitFor();
  await page.getByRole("row").nth(1).waitFor();
  const took = [];
  for (const text of TEXTS) {
    await field.fill("");
    await page.waitForTimeout(1500);
    const answered = page.waitForResponse(
      (response) =>
        new URL(response.url()).searchParams.get("q") === text && response.request().method() === "GET",
      { timeout: LONGEST },
    );
    await field.focus();
    const letters = [...text];
    for (const letter of letters.slice(0, -1)) {
      await page.keyboard.insertText(letter);
      await page.waitForTimeout(KEY_PAUSE);
    }
    const began = performance.now();
    await page.keyboard.insertText(letters.at(-1));
    const response = await answered;
    await response.finished();
    await page.evaluate(
      () => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))),
    );
    const milliseconds = Math.round(performance.now() - began);
    took.push(milliseconds);
    console.log(`${text}: ${milliseconds} ms (${response.status()})`);
  }
  took.sort((one, other) => one - other);
  console.log(
    `median ${took[Math.floor(took.length / 2)]} ms, longest ${took.at(-1)} ms; the field itself waits 100`,
  );
} finally {
  await browser.close();
}
