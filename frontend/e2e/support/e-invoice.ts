/** An e-invoice in which the checks find nothing but that the account is new: read at once, and unlike any other. */
import { randomUUID } from "node:crypto";
import type { Upload } from "./invoices";

interface Values {
  seller?: string;
  /** A blank: the invoice has none. */
  number?: string;
  /** A decimal number of euros, without tax. */
  total?: string;
}

const DAY = 86_400_000;
const day = (daysAgo: number): string => new Date(Date.now() - daysAgo * DAY).toISOString().slice(0, 10);

/** Due yesterday, as an ISO day. */
export const EINVOICE_DUE = day(1);

export function eInvoice({
  seller = `Seller ${randomUUID().slice(0, 8)} Ltd`,
  number = `E-${randomUUID().slice(0, 8)}`,
  total = "100.00",
}: Values = {}): Upload {
  const euros = (name: string) => `<cbc:${name} currencyID="EUR">${total}</cbc:${name}>`;
  const noTax =
    "<cbc:ID>Z</cbc:ID><cbc:Percent>0</cbc:Percent><cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme>";
  const party = (name: string, country: string) => `
    <cac:Party>
      <cac:PostalAddress><cac:Country><cbc:IdentificationCode>${country}</cbc:IdentificationCode></cac:Country></cac:PostalAddress>
      <cac:PartyLegalEntity><cbc:RegistrationName>${name}</cbc:RegistrationName></cac:PartyLegalEntity>
    </cac:Party>`;
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
  <cac:AccountingSupplierParty>${party(seller, "DE")}</cac:AccountingSupplierParty>
  <cac:AccountingCustomerParty>${party("Lindenhof Molkerei eG", "DE")}</cac:AccountingCustomerParty>
  <cac:PaymentMeans>
    <cbc:PaymentMeansCode>30</cbc:PaymentMeansCode>
    <cac:PayeeFinancialAccount><cbc:ID>DE50701500000084719263</cbc:ID></cac:PayeeFinancialAccount>
  </cac:PaymentMeans>
  <cac:TaxTotal>
    <cbc:TaxAmount currencyID="EUR">0.00</cbc:TaxAmount>
    <cac:TaxSubtotal>
      ${euros("TaxableAmount")}
      <cbc:TaxAmount currencyID="EUR">0.00</cbc:TaxAmount>
      <cac:TaxCategory>${noTax}</cac:TaxCategory>
    </cac:TaxSubtotal>
  </cac:TaxTotal>
  <cac:LegalMonetaryTotal>
    ${["LineExtensionAmount", "TaxExclusiveAmount", "TaxInclusiveAmount", "PayableAmount"].map(euros).join("")}
  </cac:LegalMonetaryTotal>
  <cac:InvoiceLine>
    <cbc:ID>1</cbc:ID>
    <cbc:InvoicedQuantity unitCode="C62">1</cbc:InvoicedQuantity>
    ${euros("LineExtensionAmount")}
    <cac:Item>
      <cbc:Name>Gravel</cbc:Name>
      <cac:ClassifiedTaxCategory>${noTax}</cac:ClassifiedTaxCategory>
    </cac:Item>
    <cac:Price>${euros("PriceAmount")}</cac:Price>
  </cac:InvoiceLine>
</Invoice>
`;
  return { name: `e-${randomUUID().slice(0, 8)}.xml`, mimeType: "application/xml", buffer: Buffer.from(xml) };
}
