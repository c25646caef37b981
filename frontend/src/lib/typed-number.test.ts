import { describe, expect, it } from "vitest";
import { isWireNumber } from "./decimal";
import { notationOf, readNumber } from "./typed-number";
import { TYPED } from "./typed-values.examples";

const numbers = TYPED.filter(({ kind }) => kind !== "date");

describe("a number as a person types it", () => {
  it.each(numbers.filter(({ value }) => value !== null))(
    "$typed of a reader of $locale ($kind) is $value",
    ({ kind, locale, typed, value }) => {
      expect(readNumber(typed, notationOf(locale), { percent: kind === "rate" })).toEqual({ value });
    },
  );

  it.each(numbers.filter(({ reason }) => reason !== null))(
    "$typed of a reader of $locale ($kind) is refused: $reason",
    ({ kind, locale, typed, reason }) => {
      expect(readNumber(typed, notationOf(locale), { percent: kind === "rate" })).toEqual({ reason });
    },
  );

  it("is one that the server takes, whenever it is one", () => {
    const texts = textsOver("09.,' -(=e€", 4);
    const wrong = ["en-GB", "es-ES", "en-IN"].flatMap((locale) =>
      texts.filter((text) => {
        const reading = readNumber(text, notationOf(locale));
        // A refused text stays in the field as it was typed: it must not pass for a number there.
        return "value" in reading ? !isWireNumber(reading.value) : isWireNumber(text);
      }),
    );
    expect(wrong).toEqual([]);
  });

  it("means the same when it is read again as it is shown for editing", () => {
    for (const { locale, value } of numbers) {
      if (value === null) continue;
      const notation = notationOf(locale);
      expect(readNumber(value.replace(".", notation.decimal), notation)).toEqual({ value });
    }
  });
});

/** Every text of up to so many of the characters. */
function textsOver(characters: string, length: number): string[] {
  const shorter = length > 1 ? textsOver(characters, length - 1) : [""];
  const longest = shorter.filter((text) => text.length === length - 1);
  return [...shorter, ...longest.flatMap((text) => Array.from(characters, (character) => text + character))];
}
