import { describe, expect, it } from "vitest";
import { en } from "./en";
import { es } from "./es";

type Words = string | ((...given: unknown[]) => string);

/** Every word of a language by its path; tests of their own hold the sentences of findings, of blockers, of exports and of the history. */
function words(dictionary: object, path = ""): [string, Words][] {
  return Object.entries(dictionary).flatMap(([key, value]: [string, unknown]) => {
    const here = path ? `${path}.${key}` : key;
    if (["finding", "reason", "blocker", "leftOut"].includes(here) || here === "review.history.events")
      return [];
    return typeof value === "object" && value !== null ? words(value, here) : [[here, value as Words]];
  });
}

const english = words(en);
const spanish = new Map(words(es));
const pairs = english.map(([path, one]) => [path, one, spanish.get(path) ?? ""] as const);

/** What to call the words with: many, one, and nothing at all. Figures that no sentence has of itself. */
const CALLS = [(index: number) => 71 + index, () => 1, (index: number) => (index === 0 ? 71 : 1), () => 0];

const MOST_PARAMETERS = 6;

function said(one: Words, call: (index: number) => unknown): string {
  return typeof one === "string" ? one : one(...Array.from({ length: MOST_PARAMETERS }, (_, at) => call(at)));
}

/** The figures of a text as they are read, without the separators of a language. */
const figures = (text: string): string[] =>
  [...text.matchAll(/\d+(?:[.,]\d+)*/g)].map(([figure]) => figure.replaceAll(/[.,]/g, "")).sort();

/** "no. 3" ends no sentence. */
const sentences = (text: string): number =>
  text
    .replaceAll(/\b[Nn]o\. /g, "")
    .split(/[.?!](?=\s|$)/)
    .filter((part) => part.trim()).length;

describe("Spanish", () => {
  it("has every word of English and no other", () => {
    expect([...spanish.keys()].sort()).toEqual(english.map(([path]) => path).sort());
  });

  it.each(pairs)("says as much as English: %s", (_, one, other) => {
    expect(typeof other).toBe(typeof one);
    for (const call of CALLS) {
      const [inEnglish, inSpanish] = [said(one, call), said(other, call)];
      expect(inEnglish + inSpanish).not.toMatch(/undefined|NaN|\[object/);
      expect(figures(inSpanish), `${inEnglish} / ${inSpanish}`).toEqual(figures(inEnglish));
      expect(sentences(inSpanish), `${inEnglish} / ${inSpanish}`).toBeGreaterThanOrEqual(
        sentences(inEnglish),
      );
    }
  });

  it("repeats no sentence of English", () => {
    const sentence = (text: Words) => typeof text === "string" && text.trim().split(" ").length > 2;
    expect(pairs.filter(([, one, other]) => sentence(one) && one === other).map(([path]) => path)).toEqual(
      [],
    );
  });
});
