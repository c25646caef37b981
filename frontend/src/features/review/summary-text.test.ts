import { expect, it } from "vitest";
import type { Finding } from "@/lib/api/types";
import { en } from "@/lib/i18n/en";
import { es } from "@/lib/i18n/es";
import { formatsFor } from "@/lib/i18n/formats";
import { EMPTY_DATA } from "./empty-data";
import { summaryText } from "./summary-text";

const data = {
  ...EMPTY_DATA,
  document_type: "invoice" as const,
  invoice_number: "A-1",
  issue_date: "2026-11-09",
  due_date: "2026-11-23",
  seller: { ...EMPTY_DATA.seller, name: "Austral Sur" },
  buyer: { ...EMPTY_DATA.buyer, name: "Río Plata" },
  currency: "EUR",
  total_amount: "121.00",
  amount_due: "21.00",
  operation_codes: ["1", "2", "2", "3", "4"],
};
const finding = (level: Finding["level"], message: string) =>
  ({ code: "of-a-later-version", level, message, pointers: [] }) as unknown as Finding;

it("says in the reader's language what the invoice is", () => {
  expect(summaryText(data, [finding("info", "Nothing to do.")], es, formatsFor("es-ES"))).toBe(
    "Factura A-1 de Austral Sur a Río Plata del 9 nov 2026 por 121,00 EUR, quedan 21,00 EUR por pagar, " +
      "vence el 23 nov 2026, orden 1, 2, 3 y 1 más. Las comprobaciones no encontraron nada mal.",
  );
});

it("says the worst finding, and how many more there are", () => {
  const findings = [finding("warning", "Look."), finding("error", "Wrong."), finding("warning", "Look too.")];
  expect(summaryText(EMPTY_DATA, findings, en, formatsFor("en-GB"))).toBe(
    "Document. Wrong. 2 more things to look at.",
  );
});
