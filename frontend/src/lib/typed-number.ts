/**
 * Numbers as a person types them, or as a page prints them. One grammar, held against the server's by the table
 * tests/shared_examples/typed_values.json: what is read here is accepted there as it is; what is not is refused with
 * the reason, never repaired.
 */
import Big from "big.js";

/** Why a text is no number. */
export type NumberReason =
  | "not-a-number"
  | "grouping"
  | "several-numbers"
  | "exponent"
  | "needs-equals"
  | "calculation"
  | "division-by-zero"
  | "too-many-digits"
  | "too-many-decimals";

type NumberReading = { value: string } | { reason: NumberReason };

export interface NumberNotation {
  decimal: "." | ",";
  /** Whether 1,15,000.00 is grouped as it should be: three digits last, two before. */
  lakh: boolean;
}

/** What the server keeps: at most so many digits before and after the decimal sign. */
const WHOLE_DIGITS = 12;
const DECIMALS = 8;
const LONGEST_CALCULATION = 200;

/** A constructor of our own: quotients have enough digits that rounding to the kept decimals hides the truncation. */
const Exact = Big();
Exact.DP = 40;

const notations = new Map<string, NumberNotation>();

/** How the readers of a locale write numbers. */
export function notationOf(locale: string): NumberNotation {
  const known = notations.get(locale);
  if (known) return known;
  const parts = new Intl.NumberFormat(locale, { useGrouping: true }).formatToParts(1234567.5);
  const groups = parts.filter(({ type }) => type === "integer");
  const notation: NumberNotation = {
    decimal: parts.find(({ type }) => type === "decimal")?.value === "," ? "," : ".",
    lakh: groups.at(-2)?.value.length === 2,
  };
  notations.set(locale, notation);
  return notation;
}

/**
 * A decimal string such as "-1234.50", or why the text is none. With both separators the last one is the decimal sign.
 * A single one is the reader's decimal sign, or groups if it groups in threes: "1.234" is 1234 where the point groups.
 * A currency beside the number, a minus before or behind it, and brackets around a negative one are understood;
 * after "=" a calculation is. `percent`: a percent sign may follow.
 */
export function readNumber(
  typed: string,
  notation: NumberNotation,
  { percent = false }: { percent?: boolean } = {},
): NumberReading {
  const text = inPlainCharacters(typed);
  if (text.startsWith("=")) return calculated(text.slice(1), notation);
  const { body, negative } = withoutSurroundings(text, percent);
  if (/^[\d.,' ]*\d[\d.,' ]*$/.test(body)) {
    const reading = unsigned(body, notation);
    return "value" in reading && negative ? { value: negated(reading.value) } : reading;
  }
  if (/^[-+]?[\d.,]*\d ?e ?[-+]?\d+$/i.test(text)) return { reason: "exponent" };
  return { reason: "value" in calculated(text, notation) ? "needs-equals" : "not-a-number" };
}

/** Full-width digits and signs, every kind of blank, apostrophe and minus as their plain characters. No other digits:
 * a superscript is none. */
function inPlainCharacters(typed: string): string {
  return typed
    .replace(/[\uff01-\uff5e]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
    .replace(/[\s\u2000-\u200a\u202f\u205f\u3000]+/g, " ")
    .replace(/[‘’‛´`′]/g, "'")
    .replace(/[−‐‑–]/g, "-")
    .trim();
}

const CURRENCY_WORDS = ["kr", "kr.", "kč", "zł", "ft", "lei", "rs", "rs.", "fr", "fr."];
const CURRENCIES = new Set([
  ...Intl.supportedValuesOf("currency").map((code) => code.toLowerCase()),
  ...CURRENCY_WORDS,
]);
const BEFORE = /^(\p{L}{0,3}\p{Sc}|\p{L}{2,3}\.?)(?=[\d.,' (+-])/u;
const AFTER = /(?<=[\d.,' )-])(\p{L}{0,3}\p{Sc}|\p{L}{2,3}\.?)$/u;

/** The number without one currency and one sign (brackets are a minus) around it, in whichever order they stand. */
function withoutSurroundings(text: string, percent: boolean): { body: string; negative: boolean } {
  let body = text;
  let sign: "+" | "-" | null = null;
  let unit = false;
  for (;;) {
    const name = unit ? null : (BEFORE.exec(body) ?? AFTER.exec(body));
    if (name?.[1] !== undefined && isCurrency(name[1])) {
      unit = true;
      body = name.index === 0 ? body.slice(name[1].length) : body.slice(0, name.index);
    } else if (percent && !unit && body.endsWith("%")) {
      unit = true;
      body = body.slice(0, -1);
    } else if (sign === null && /^[-+]/.test(body)) {
      sign = body.startsWith("-") ? "-" : "+";
      body = body.slice(1);
    } else if (sign === null && body.endsWith("-")) {
      sign = "-";
      body = body.slice(0, -1);
    } else if (sign === null && /^\(.*\)$/.test(body)) {
      sign = "-";
      body = body.slice(1, -1);
    } else {
      return { body, negative: sign === "-" };
    }
    body = body.trim();
  }
}

function isCurrency(name: string): boolean {
  return /\p{Sc}$/u.test(name) || CURRENCIES.has(name.toLowerCase());
}

/** Digits with separators and nothing else. */
function unsigned(text: string, notation: NumberNotation): NumberReading {
  const sign = decimalSignOf(text, notation);
  const at = sign === null ? text.length : text.lastIndexOf(sign);
  const whole = text.slice(0, at);
  const fraction = text.slice(at + 1);
  if (!/^\d*$/.test(fraction)) return { reason: "grouping" };
  // "12." is on its way to "12.5"; after the other sign it may as well be on its way to 1,234.
  if (sign !== null && fraction === "" && (whole === "" || sign !== notation.decimal)) {
    return { reason: "grouping" };
  }
  // An English reader's "1234,567" is a decimal comma or a comma that was forgotten before.
  if (sign === "," && notation.decimal === "." && fraction.length === 3 && /^\d{4,}$/.test(whole)) {
    return { reason: "grouping" };
  }
  if (!isGrouped(whole, notation) && !(whole === "" && fraction !== "")) {
    return { reason: /^[\d ]+$/.test(whole) ? "several-numbers" : "grouping" };
  }
  const digits = whole.replace(/\D/g, "").replace(/^0+(?=\d)/, "") || "0";
  if (digits.length > WHOLE_DIGITS) return { reason: "too-many-digits" };
  if (fraction.length > DECIMALS) return { reason: "too-many-decimals" };
  return { value: fraction ? `${digits}.${fraction}` : digits };
}

function decimalSignOf(text: string, notation: NumberNotation): "." | "," | null {
  const points = text.split(".").length - 1;
  const commas = text.split(",").length - 1;
  if (points > 0 && commas > 0) return text.lastIndexOf(".") > text.lastIndexOf(",") ? "." : ",";
  if (points + commas !== 1) return null; // several of one kind can only group
  const only = points > 0 ? "." : ",";
  return only !== notation.decimal && isGrouped(text, notation) ? null : only;
}

/** Plain digits, or groups of three behind one to three that do not begin with 0, all parted by the same sign. */
function isGrouped(text: string, { lakh }: NumberNotation): boolean {
  if (/^\d+$/.test(text)) return true;
  if (/^[1-9]\d{0,2}([.,' ])\d{3}(?:\1\d{3})*$/.test(text)) return true;
  return lakh && /^[1-9]\d?([.,' ])(?:\d{2}\1)*\d{3}$/.test(text);
}

function negated(value: string): string {
  return /^[0.]+$/.test(value) ? value : `-${value}`;
}

type Token = Big | "+" | "-" | "*" | "/" | "(" | ")";

class Refusal extends Error {
  readonly reason: NumberReason;

  constructor(reason: NumberReason) {
    super(reason);
    this.reason = reason;
  }
}

/** The exact result, rounded half up to the decimals that are kept. */
function calculated(text: string, notation: NumberNotation): NumberReading {
  if (text.length > LONGEST_CALCULATION) return { reason: "calculation" };
  try {
    const tokens = tokensOf(text, notation);
    const result = sumOf(tokens);
    if (tokens.length > 0) return { reason: "calculation" };
    const value = result.round(DECIMALS, Big.roundHalfUp).toFixed();
    if (value.replace(/^-|\..*$/g, "").length > WHOLE_DIGITS) return { reason: "too-many-digits" };
    return { value: /^-[0.]+$/.test(value) ? value.slice(1) : value };
  } catch (error) {
    if (error instanceof Refusal) return { reason: error.reason };
    throw error;
  }
}

const OPERATORS: Record<string, Token> = {
  "+": "+",
  "-": "-",
  "*": "*",
  "×": "*",
  "/": "/",
  "÷": "/",
  "(": "(",
  ")": ")",
};

function tokensOf(text: string, notation: NumberNotation): Token[] {
  return (text.match(/[\d.,'](?:[\d.,' ]*[\d.,'])?|\S/g) ?? []).map((word) => {
    const operator = OPERATORS[word];
    if (operator !== undefined) return operator;
    if (!/^[\d.,' ]*\d[\d.,' ]*$/.test(word)) throw new Refusal("calculation");
    const operand = unsigned(word, notation);
    if ("reason" in operand) throw new Refusal(operand.reason);
    return new Exact(operand.value);
  });
}

/** Takes a sum from the front of the tokens, and gives what it comes to. */
function sumOf(tokens: Token[]): Big {
  let result = productOf(tokens);
  for (;;) {
    const operator = tokens[0];
    if (operator !== "+" && operator !== "-") return result;
    tokens.shift();
    const next = productOf(tokens);
    result = operator === "+" ? result.plus(next) : result.minus(next);
  }
}

function productOf(tokens: Token[]): Big {
  let result = factorOf(tokens);
  for (;;) {
    const operator = tokens[0];
    if (operator !== "*" && operator !== "/") return result;
    tokens.shift();
    const next = factorOf(tokens);
    if (operator === "/" && next.eq(0)) throw new Refusal("division-by-zero");
    result = operator === "*" ? result.times(next) : result.div(next);
  }
}

function factorOf(tokens: Token[]): Big {
  const token = tokens.shift();
  if (token instanceof Exact) return token;
  if (token === "-") return factorOf(tokens).neg();
  if (token !== "(") throw new Refusal("calculation");
  const inside = sumOf(tokens);
  if (tokens.shift() !== ")") throw new Refusal("calculation");
  return inside;
}
