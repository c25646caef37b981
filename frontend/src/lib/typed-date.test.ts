import { describe, expect, it } from "vitest";
import { TYPED } from "./typed-values.examples";
import { isDate, readDate, typedDate } from "./typed-date";

const dates = TYPED.filter(({ kind }) => kind === "date");

describe("a date as a person types it", () => {
  it.each(dates.filter(({ value }) => value !== null))(
    "$typed of a reader of $locale is $value",
    ({ locale, typed, value }) => {
      expect(readDate(typed, locale)).toEqual({ value });
    },
  );

  it.each(dates.filter(({ reason }) => reason !== null))(
    "$typed of a reader of $locale is refused: $reason",
    ({ locale, typed, reason }) => {
      expect(readDate(typed, locale)).toEqual({ reason });
      expect(typed).not.toSatisfy(isDate);
    },
  );

  it("means the same when it is read again as it is shown for editing", () => {
    for (const locale of ["en-GB", "en-US", "en-CA", "es-ES", "es-AR", "sv-SE", "ja-JP"]) {
      for (const day of ["2026-03-04", "2026-12-31", "1999-01-09"]) {
        expect(readDate(typedDate(day, locale), locale)).toEqual({ value: day });
      }
    }
  });

  it("is understood with the month's name as Intl writes it in the reader's language", () => {
    for (const locale of ["en-GB", "en-US", "es-ES", "es-AR", "es-MX", "de-DE", "fr-FR", "pl-PL"]) {
      for (const dateStyle of ["medium", "long"] as const) {
        for (let month = 1; month <= 12; month += 1) {
          const day = `2026-${String(month).padStart(2, "0")}-14`;
          const format = new Intl.DateTimeFormat(locale, { dateStyle, timeZone: "UTC" });
          const written = format.format(new Date(`${day}T00:00:00Z`));
          expect(readDate(written, locale), `${locale}: ${written}`).toEqual({ value: day });
        }
      }
    }
  });
});
