import { describe, expect, it } from "vitest";
import type { FindingCode } from "@/lib/api/types";
import { en, type Messages } from "./en";
import { es } from "./es";
import { findingText, reasonText } from "./finding-text";
import { formatsFor, type Formats } from "./formats";

/** What the OpenAPI document says of a parameter: all that these tests use of JSON Schema. */
interface Schema {
  type?: string;
  format?: string;
  description?: string;
  enum?: string[];
  anyOf?: Schema[];
  items?: Schema;
  properties?: Record<string, Schema>;
}

interface OpenApi {
  components: { schemas: { FindingParams: { properties: Record<string, Schema> } } };
}

const [document] = Object.values(
  import.meta.glob<OpenApi>("../../../../docs/openapi.json", { import: "default", eager: true }),
);
const codes = Object.entries(document?.components.schemas.FindingParams.properties ?? {}).filter(
  ([code]) => code !== "other",
);

const languages: [string, Messages, Formats][] = [
  ["English", en, formatsFor("en-GB")],
  ["Spanish", es, formatsFor("es-ES")],
];

/** A parameter that no language says: a dialog shows it. */
const SILENT: readonly string[] = ["several-invoices parts"];

const NUMBERS = /^-?\d+(\.\d+)?$/;

/** Values to try for a parameter, none of which is part of another parameter's. */
function samples(name: string, schema: Schema, index: number): unknown[] {
  if (schema.anyOf) return schema.anyOf.flatMap((one) => samples(name, one, index));
  if (schema.enum) return schema.enum;
  if (schema.type === "null") return [null];
  if (schema.type === "integer") return [71 + index];
  if (schema.format === "date") return [`2026-03-${10 + index}`];
  if (schema.type === "array" && schema.items?.properties) {
    return [
      [Object.fromEntries(Object.keys(schema.items.properties).map((key, at) => [key, sampleOf(key, at)]))],
    ];
  }
  if (schema.type === "array") return [[name === "fields" ? "/lines/3/unit_price" : `${name}-x`]];
  if (schema.description?.startsWith("A decimal number")) return [`${2000 + index}.25`];
  if (schema.description?.startsWith("A JSON pointer")) return ["/seller/vat_id"];
  return [name === "reason" ? "The reason." : `${name}-${index}`];
}

const sampleOf = (key: string, at: number) => (key === "invoice_id" || key === "page" ? 91 + at : `${key}-x`);

const choicesOf = ({ enum: choices, anyOf }: Schema): string[] | undefined =>
  choices ?? anyOf?.find((one) => one.enum)?.enum;

/** Every way to give the parameters: one by one through their samples, the others at their first. */
function variants(properties: Record<string, Schema>): Record<string, unknown>[] {
  const all = Object.entries(properties).map(
    ([name, schema], index) => [name, samples(name, schema, index)] as const,
  );
  return all.reduce<Record<string, unknown>[]>(
    (made, [name, values]) => made.flatMap((one) => values.map((value) => ({ ...one, [name]: value }))),
    [{}],
  );
}

/** What of a value must be read in the sentence: figures as the language writes them, names as they are. */
function figures(value: unknown, t: Messages, f: Formats): string[] {
  if (value === null) return [];
  if (typeof value === "number") return [f.number(value)];
  if (Array.isArray(value)) return value.flatMap((one) => figures(one, t, f));
  if (typeof value === "object") return Object.values(value).flatMap((one) => figures(one, t, f));
  if (typeof value !== "string") return [];
  const text = value;
  if (NUMBERS.test(text)) return [f.number(text)];
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return [f.date(text)];
  if (text === "/lines/3/unit_price") return [t.review.table.row(4), t.review.field.unit_price];
  if (text === "/seller/vat_id") return [t.review.field.vat_id];
  return [text];
}

describe.each(languages)("findings in %s", (_, t, f) => {
  const write = (code: string, params: Record<string, unknown> | null) =>
    findingText({ code: code as FindingCode, message: "THE SERVER'S", params }, t, f);

  it("are all there is in the OpenAPI document", () => {
    expect(Object.keys(t.finding).sort()).toEqual(codes.map(([code]) => code).sort());
  });

  it.each(codes)("%s is a sentence of its own, whatever its parameters", (code, { properties = {} }) => {
    for (const params of variants(properties)) {
      const text = write(code, params);
      expect(text).toMatch(/[.?]$/);
      expect(text).not.toMatch(/undefined|null|NaN|\[object|THE SERVER'S/);
    }
  });

  it.each(codes)("%s has every figure of its parameters", (code, { properties = {} }) => {
    const made = variants(properties);
    const texts = made.map((params) => write(code, params));
    for (const [name, schema] of Object.entries(properties)) {
      if (SILENT.includes(`${code} ${name}`)) continue;
      const values = made.map((params) => params[name]);
      const choices = choicesOf(schema);
      if (choices) {
        // A choice is read in the sentence by another wording for each.
        const wordings = choices.map((choice) => texts.filter((_, at) => values[at] === choice).join());
        expect(new Set(wordings).size, `${name} makes a difference`).toBe(choices.length);
        continue;
      }
      const wanted = [...new Set(values.flatMap((value) => figures(value, t, f)))];
      for (const figure of wanted) {
        expect(
          texts.some((text) => text.includes(figure)),
          `${name}: ${figure} in ${texts.join("\n")}`,
        ).toBe(true);
      }
    }
  });

  it("are the server's own sentence when the app does not know the code, or nothing was stored of the figures", () => {
    expect(write("from-the-future", {})).toBe("THE SERVER'S");
    expect(write("other", null)).toBe("THE SERVER'S");
    expect(write("BR-CO-15", null)).toBe("THE SERVER'S");
    expect(write("zero-total", null)).not.toBe("THE SERVER'S");
  });
});

describe.each(languages)("reasons in %s", (_, t, f) => {
  /** What fits a row of a list in two lines. */
  const LONGEST = 60;

  it("are there for every code of the OpenAPI document", () => {
    expect(Object.keys(t.reason).sort()).toEqual(codes.map(([code]) => code).sort());
  });

  it.each(codes)("%s is a few words, whatever its parameters", (code, { properties = {} }) => {
    for (const params of variants(properties)) {
      const text = reasonText({ code: code as FindingCode, message: "THE SERVER'S", params }, t, f);
      expect(text).not.toMatch(/undefined|null|NaN|\[object|THE SERVER'S|[.]$/);
      expect(text.length, text).toBeLessThanOrEqual(LONGEST);
    }
  });

  it("are the whole sentence of what was stored without its figures, or by a later server", () => {
    const stored = { message: "THE SERVER'S", params: null };
    expect(reasonText({ ...stored, code: "BR-CO-15" }, t, f)).toBe("THE SERVER'S");
    expect(reasonText({ ...stored, code: "other" }, t, f)).toBe("THE SERVER'S");
    expect(reasonText({ ...stored, code: "account-changed" }, t, f)).toBe(t.reason["account-changed"]);
  });
});

describe("a reason", () => {
  it("says the figure in the reader's number format", () => {
    const params = { difference: "1234.5", direction: "too_much", currency: "EUR" };
    const [english, spanish] = languages.map(([, t, f]) =>
      reasonText({ code: "BR-CO-15", message: "", params }, t, f),
    );
    expect(english).toBe("1,234.50 EUR too much");
    expect(spanish).toBe("1.234,50 EUR de más");
  });

  it("names the fields that are not sure", () => {
    const params = { fields: ["/seller/vat_id", "/due_date"], reason: "hard_to_read", confidence: "40" };
    const [english] = languages.map(([, t, f]) =>
      reasonText({ code: "low-confidence", message: "", params }, t, f),
    );
    expect(english).toMatch(/^Not sure: .*VAT number, Due$/);
  });
});

describe("the same finding", () => {
  const params = {
    net: "1000.00",
    tax: "210.00",
    sum: "1210.00",
    total: "1200.5",
    difference: "9.50",
    direction: "too_little",
    withholding: null,
    currency: "EUR",
  };

  it("has the same figures in both languages, each in its own number format", () => {
    const [english, spanish] = languages.map(([, t, f]) =>
      findingText({ code: "BR-CO-15", message: "", params }, t, f),
    );
    expect(english).toBe(
      "Net 1,000.00 EUR plus tax 210.00 EUR makes 1,210.00 EUR, but the total is 1,200.50 EUR: 9.50 EUR too little.",
    );
    expect(spanish).toBe(
      "La base 1.000,00 EUR más los impuestos 210,00 EUR da 1.210,00 EUR, " +
        "pero el total es 1.200,50 EUR: 9,50 EUR de menos.",
    );
  });

  it("writes an IBAN in groups of four, as it is compared with the page", () => {
    const params = { account: "DE50701500000084719263", seller: null };
    for (const [, t, f] of languages) {
      expect(findingText({ code: "account-first-time", message: "", params }, t, f)).toContain(
        "DE50 7015 0000 0084 7192 63",
      );
    }
  });

  it("names three earlier invoices and counts the others", () => {
    const invoices = [1, 2, 3, 4, 5].map((id) => ({ invoice_id: id, filename: `${id}.pdf` }));
    const [english, spanish] = languages.map(([, t, f]) =>
      findingText(
        { code: "duplicate-number", message: "", params: { number: "A-1", seller: null, invoices } },
        t,
        f,
      ),
    );
    expect(english).toBe(
      "Invoice number A-1 of this seller already exists: no. 1 (1.pdf), no. 2 (2.pdf), no. 3 (3.pdf) and 2 more.",
    );
    expect(spanish).toBe(
      "La factura número A-1 de este vendedor ya existe: n.º 1 (1.pdf), n.º 2 (2.pdf), n.º 3 (3.pdf) y 2 más.",
    );
  });
});
