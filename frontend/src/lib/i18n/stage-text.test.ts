import { expect, it } from "vitest";
import { en } from "./en";
import { es } from "./es";
import { stageText } from "./stage-text";

it.each([
  ["the page that is being read", { stage: "ocr", reading: { read: 1, of: 5 } }, "Reading page 2 of 5"],
  [
    "the last page until the stage ends",
    { stage: "ocr", reading: { read: 5, of: 5 } },
    "Reading page 5 of 5",
  ],
  ["the stage where no pages are counted", { stage: "extract", reading: null }, "Finding the data"],
  ["nothing before it begins", { stage: null, reading: null }, null],
] as const)("names %s", (_, invoice, text) => {
  expect(stageText(invoice, en)).toBe(text);
});

it("says it in Spanish, too", () => {
  expect(stageText({ stage: "ocr", reading: { read: 1, of: 5 } }, es)).toBe("Leyendo la página 2 de 5");
});
