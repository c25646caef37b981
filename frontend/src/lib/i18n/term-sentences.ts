/** The findings about terms that EN 16931 requires and amounts with too many decimals: one sentence for each kind. */
import type { FindingFormats, FindingReasons, FindingSentences } from "./finding-sentences";

const REQUIRED = [
  "BR-04",
  "BR-08",
  "BR-10",
  "BR-12",
  "BR-13",
  "BR-15",
  "BR-16",
  "BR-17",
  "BR-18",
  "BR-19",
  "BR-20",
  "BR-21",
  "BR-22",
  "BR-23",
  "BR-24",
  "BR-25",
  "BR-26",
  "BR-31",
  "BR-32",
  "BR-33",
  "BR-36",
  "BR-37",
  "BR-38",
  "BR-41",
  "BR-42",
  "BR-43",
  "BR-44",
  "BR-45",
  "BR-46",
  "BR-47",
  "BR-48",
  "BR-52",
  "BR-53",
  "BR-54",
  "BR-55",
  "BR-56",
  "BR-57",
  "BR-62",
  "BR-63",
  "BR-64",
  "BR-65",
  "BR-CO-04",
  "BR-CO-26",
  "BR-IC-11",
  "BR-IC-12",
] as const;

const TWO_DECIMALS = [
  "BR-DEC-01",
  "BR-DEC-02",
  "BR-DEC-05",
  "BR-DEC-06",
  "BR-DEC-09",
  "BR-DEC-10",
  "BR-DEC-11",
  "BR-DEC-12",
  "BR-DEC-14",
  "BR-DEC-16",
  "BR-DEC-17",
  "BR-DEC-18",
  "BR-DEC-19",
  "BR-DEC-20",
  "BR-DEC-23",
  "BR-DEC-24",
  "BR-DEC-25",
  "BR-DEC-27",
  "BR-DEC-28",
] as const;

type TermCode = (typeof REQUIRED)[number] | (typeof TWO_DECIMALS)[number];

/** The wording of a language; `field` is the name of a place: "Lines, Row 3, Unit". */
export interface TermWording {
  required: (field: string) => string;
  twoDecimals: (field: string, amount: string) => string;
}

/** The sentences of all these codes, from the wording of a language. */
export const termSentences = (wording: TermWording) =>
  byCode(
    ({ field: pointer }: { field: string }, { field }: FindingFormats) => wording.required(field(pointer)),
    ({ field: pointer, amount }: { field: string; amount: string }, { field, number }: FindingFormats) =>
      wording.twoDecimals(field(pointer), number(amount)),
  ) as Pick<FindingSentences, TermCode>;

/** The reasons of all these codes, in a few words. */
export const termReasons = (wording: { required: (field: string) => string; twoDecimals: string }) =>
  byCode(
    ({ field: pointer }: { field: string }, { field }: FindingFormats) => wording.required(field(pointer)),
    wording.twoDecimals,
  ) as Pick<FindingReasons, TermCode>;

function byCode(required: unknown, twoDecimals: unknown): Record<string, unknown> {
  const texts: [string, unknown][] = [
    ...REQUIRED.map((code): [string, unknown] => [code, required]),
    ...TWO_DECIMALS.map((code): [string, unknown] => [code, twoDecimals]),
  ];
  return Object.fromEntries(texts);
}
