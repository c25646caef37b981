/** An e-invoice that adds up: read at once, unlike any other; without tax the checks find only that the account is new. */
import { createHash, randomUUID } from "node:crypto";
import type { Upload } from "./invoices";

interface Values {
  seller?: string;
  /** A blank: the invoice has none. */
  number?: string;
  /** What one piece costs, in euros with their cents; of one line with one piece and no tax, the total. */
  price?: string;
  lines?: number;
  /** Pieces of each line. */
  quantity?: number;
  /** Percent of tax. */
  rate?: number;
}

const DAY = 86_400_000;
const day = (daysAgo: number): string => new Date(Date.now() - daysAgo * DAY).toISOString().slice(0, 10);

/** Due yesterday, as an ISO day. */
export const EINVOICE_DUE = day(1);

/** Figures of a seller's own: sellers that share an account or a VAT number are taken for one. */
function figuresOf(seller: string, length: number): string {
  const figures = BigInt(`0x${createHash("sha256").update(seller).digest("hex")}`).toString();
  return `1${figures.slice(-length + 1)}`;
}

/** A German VAT number, with its check digit (ISO 7064, MOD 11,10). */
function vatIdOf(seller: string): string {
  const figures = figuresOf(seller, 8);
  const product = figures
    .split("")
    .reduce((rest, figure) => (((Number(figure) + rest) % 10 || 10) * 2) % 11, 10);
  return `DE${figures}${(11 - product) % 10}`;
}

/** A German IBAN. */
function accountOf(seller: string): string {
  const digits = figuresOf(seller, 18);
  const check = 98n - (BigInt(`${digits}131400`) % 97n);
  return `DE${String(check).padStart(2, "0")}${digits}`;
}

export function eInvoice({
  seller = `Seller ${randomUUID().slice(0, 8)} Ltd`,
  number = `E-${randomUUID().slice(0, 8)}`,
  price = "100.00",
  lines = 1,
  quantity = 1,
  rate = 0,
}: Values = {}): Upload {
  const cents = BigInt(price.replace(".", "")) * BigInt(quantity);
  const net = cents * BigInt(lines);
  const tax = (net * BigInt(rate) + 50n) / 100n;
  const euros = (name: string, amount: bigint) =>
    `<cbc:${name} currencyID="EUR">${amount / 100n}.${String(amount % 100n).padStart(2, "0")}</cbc:${name}>`;
  const category = `<cbc:ID>${rate > 0 ? "S" : "Z"}</cbc:ID><cbc:Percent>${rate}</cbc:Percent>
    <cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme>`;
  const party = (name: string, country: string, vatId = "") => `
    <cac:Party>
      <cac:PostalAddress><cac:Country><cbc:IdentificationCode>${country}</cbc:IdentificationCode></cac:Country></cac:PostalAddress>
      ${vatId && `<cac:PartyTaxScheme><cbc:CompanyID>${vatId}</cbc:CompanyID><cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:PartyTaxScheme>`}
      <cac:PartyLegalEntity><cbc:RegistrationName>${name}</cbc:RegistrationName></cac:PartyLegalEntity>
    </cac:Party>`;
  const line = (_: unknown, index: number) => `
  <cac:InvoiceLine>
    <cbc:ID>${index + 1}</cbc:ID>
    <cbc:InvoicedQuantity unitCode="C62">${quantity}</cbc:InvoicedQuantity>
    ${euros("LineExtensionAmount", cents)}
    <cac:Item>
      <cbc:Name>Washed gravel for paths and drives, line ${index + 1}</cbc:Name>
      <cac:SellersItemIdentification><cbc:ID>GRV-26</cbc:ID></cac:SellersItemIdentification>
      <cac:ClassifiedTaxCategory>${category}</cac:ClassifiedTaxCategory>
    </cac:Item>
    <cac:Price><cbc:PriceAmount currencyID="EUR">${price}</cbc:PriceAmount></cac:Price>
  </cac:InvoiceLine>`;
  const xml = `<?xml version="1.0" encoding="utf-8"?>
<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"
    xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
    xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">
  <cbc:CustomizationID>urn:cen.eu:en16931:2017</cbc:CustomizationID>
  <cbc:ID>${number}</cbc:ID>
  <cbc:IssueDate>${day(31)}</cbc:IssueDate>
  <cbc:DueDate>${EINVOICE_DUE}</cbc:DueDate>
  <cbc:InvoiceTypeCode>380</cbc:InvoiceTypeCode>
  <cbc:Note>${randomUUID()}</cbc:Note>
  <cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode>
  <cac:AccountingSupplierParty>${party(seller, "DE", vatIdOf(seller))}</cac:AccountingSupplierParty>
  <cac:AccountingCustomerParty>${party("Lindenhof Molkerei eG", "DE")}</cac:AccountingCustomerParty>
  <cac:PaymentMeans>
    <cbc:PaymentMeansCode>30</cbc:PaymentMeansCode>
    <cac:PayeeFinancialAccount><cbc:ID>${accountOf(seller)}</cbc:ID></cac:PayeeFinancialAccount>
  </cac:PaymentMeans>
  <cac:TaxTotal>
    ${euros("TaxAmount", tax)}
    <cac:TaxSubtotal>
      ${euros("TaxableAmount", net)}
      ${euros("TaxAmount", tax)}
      <cac:TaxCategory>${category}</cac:TaxCategory>
    </cac:TaxSubtotal>
  </cac:TaxTotal>
  <cac:LegalMonetaryTotal>
    ${euros("LineExtensionAmount", net)}
    ${euros("TaxExclusiveAmount", net)}
    ${euros("TaxInclusiveAmount", net + tax)}
    ${euros("PayableAmount", net + tax)}
  </cac:LegalMonetaryTotal>${Array.from({ length: lines }, line).join("")}
</Invoice>
`;
  return { name: `e-${randomUUID().slice(0, 8)}.xml`, mimeType: "application/xml", buffer: Buffer.from(xml) };
}
