/** The API's own names for what it sends, taken from the generated schema: nothing is described twice. */
import type { components, paths } from "./schema";

type Schemas = components["schemas"];

export type Status = Schemas["Status"];
export type Stage = Schemas["Stage"];
export type Me = Schemas["Me"];
export type ApiAction = Schemas["ApiAction"];
export type AcceptedType = Schemas["AcceptedType"];
export type Readiness = Schemas["Readiness"];
export type FileResult = Schemas["FileResult"];
export type InvoiceRow = Schemas["InvoiceRow"];
export type Match = Schemas["Match"];
export type InvoiceList = Schemas["InvoiceList"];
export type Neighbours = Schemas["Neighbours"];
export type StatusCounts = Schemas["StatusCounts"];
export type StatusSummary = Schemas["StatusSummary"];
export type Invoice = Schemas["Invoice"];
export type InvoiceData = Schemas["InvoiceData"];
export type Line = Schemas["Line"];
export type Booking = Schemas["Booking"];
export type BookingSuggestion = Schemas["BookingSuggestion"];
export type BookingValues = Schemas["BookingValues"];
export type TaxSubtotal = Schemas["TaxSubtotal"];
export type Surcharge = Schemas["Surcharge"];
export type Evidence = Schemas["Evidence"];
export type Alternative = Schemas["Alternative"];
export type Source = Schemas["Source"];
export type DocumentType = Schemas["DocumentType"];
export type Extractor = Schemas["Extractor"];
export type Finding = Schemas["Finding"];
export type FindingCode = Schemas["FindingCode"];
export type ErrorCode = Schemas["ErrorCode"];
export type FindingParams = Schemas["FindingParams"];
export type Place = Schemas["Place"];
export type Word = Schemas["Word"];
export type Page = Schemas["Page"];
export type ReadText = Schemas["ReadText"];
export type AuditEvent = Schemas["AuditEvent"];
export type AuditEventType = Schemas["AuditEventType"];
export type AuditEventData = Schemas["AuditEventData"];
export type AuditTrail = Schemas["AuditTrail"];
export type ConfirmedInvoice = Schemas["ConfirmedInvoice"];
export type ConfirmedList = Schemas["ConfirmedList"];
export type InvoiceColumn = Schemas["InvoiceColumn"];
export type LineColumn = Schemas["LineColumn"];
export type Export = Schemas["Export"];
export type ExportList = Schemas["ExportList"];
export type ExportBody = Schemas["ExportBody"];
export type Totals = Schemas["Totals"];
export type Statistics = Schemas["Statistics"];
export type FinalVersion = Schemas["FinalVersion"];
export type FinalVersions = Schemas["FinalVersions"];
export type Decision = Schemas["Decision"];
export type SplitInvoice = Schemas["SplitInvoice"];
export type ApiKey = Schemas["Key"];
export type Company = Schemas["Company"];
export type Seller = Schemas["Seller"];
export type SellerRow = Schemas["SellerRow"];
export type SellerList = Schemas["SellerList"];
export type SellerEvent = Schemas["SellerEvent"];
export type SellerKey = Schemas["SellerKeyShown"];
export type SplitSellerBody = Schemas["SplitSellerBody"];
export type SellerEventType = Schemas["SellerEventType"];
export type SellerKeyKind = Schemas["SellerKeyKind"];

/** x0, y0, x1, y1 in 0..1 of the upright page: x to the right, y down. */
export type Box = Schemas["Box"];

type ListParameters = NonNullable<paths["/api/invoices/"]["get"]["parameters"]["query"]>;
export type SortBy = NonNullable<ListParameters["sort_by"]>;

type DataParameters = NonNullable<paths["/api/invoices/data"]["get"]["parameters"]["query"]>;
export type ConfirmedSort = NonNullable<DataParameters["sort_by"]>;
