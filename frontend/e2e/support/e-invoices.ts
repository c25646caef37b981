/** E-invoices for the tests: the sample in UBL with as many lines as a test needs. */
import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import type { Upload } from "./invoices";

const SAMPLE = new URL("../../../samples/fietsen-ubl-nl.xml", import.meta.url);

/** Each line is 12 × 1,131,548.25: amounts as wide as large invoices have. It adds up, and is read without a doubt. */
export async function eInvoice(lines: number, price = "1131548.25"): Promise<Upload> {
  const id = randomUUID().slice(0, 8);
  const xml = await readFile(SAMPLE, "utf8");
  const first = /<cac:InvoiceLine>[\s\S]*?<\/cac:InvoiceLine>/.exec(xml)?.[0] ?? "";
  const cents = BigInt(price.replace(".", "")) * 12n;
  const money = (amount: bigint) => `${amount / 100n}.${String(amount % 100n).padStart(2, "0")}`;
  const net = cents * BigInt(lines);
  const tax = (net * 21n + 50n) / 100n;
  const tagged = (text: string, tag: string, value: string) =>
    text.replaceAll(new RegExp(`(<cbc:${tag}(?: [^>]*)?>)[^<]*`, "g"), `$1${value}`);
  const line = tagged(tagged(first, "LineExtensionAmount", money(cents)), "PriceAmount", price);
  const rows = Array.from({ length: lines }, (_, index) =>
    line
      .replace("<cbc:ID>1<", `<cbc:ID>${index + 1}<`)
      .replace("model Koerier", `model Koerier, regel ${index + 1}`),
  );
  let head = xml.slice(0, xml.indexOf("<cac:InvoiceLine>"));
  for (const [tag, value] of [
    ["TaxAmount", money(tax)],
    ["TaxableAmount", money(net)],
    ["LineExtensionAmount", money(net)],
    ["TaxExclusiveAmount", money(net)],
    ["TaxInclusiveAmount", money(net + tax)],
    ["PayableAmount", money(net + tax)],
  ] as const) {
    head = tagged(head, tag, value);
  }
  return {
    name: `lines-${lines}-${id}.xml`,
    mimeType: "application/xml",
    buffer: Buffer.from(`${head.replaceAll("2026-10447", `2026-${id}`)}${rows.join("\n  ")}\n</Invoice>\n`),
  };
}
