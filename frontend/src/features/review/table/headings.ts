/** Headings of pasted tables: what sellers and spreadsheets call the columns of an invoice's lines. */
import type { Booking, Line } from "@/lib/api/types";
import { folded } from "@/lib/folded";
import type { ColumnName } from "./columns";

/** The columns of the lines that are typed, and pasted into. */
export type LineColumn = ColumnName<Line> &
  (
    | "description"
    | "product_code"
    | "operation_codes"
    | "quantity"
    | "unit"
    | "unit_price"
    | "tax_rate"
    | "net_amount"
    | `booking/${keyof Booking}`
  );

/** Without accents, signs, and the currency or unit in brackets. */
const NAMES: Readonly<Record<LineColumn, readonly string[]>> = {
  description: [
    ...["description", "item", "items", "details", "article", "product", "service", "name", "text"],
    ...["descripcion", "concepto", "detalle", "articulo", "producto", "servicio", "nombre", "texto"],
    ...["bezeichnung", "beschreibung", "artikel", "designation", "descrizione", "descricao", "omschrijving"],
  ],
  product_code: [
    ...[
      "code",
      "product code",
      "item code",
      "item no",
      "item number",
      "article no",
      "sku",
      "reference",
      "ref",
    ],
    ...[
      "codigo",
      "codigo de producto",
      "cod",
      "referencia",
      "artikelnummer",
      "art nr",
      "codice",
      "artikelnr",
    ],
  ],
  operation_codes: [
    ...["operation codes", "operation code", "op", "op no", "order no", "order number"],
    ...["codigos de operacion", "codigo de operacion", "codigos op", "orden", "n de orden"],
  ],
  quantity: [
    ...["quantity", "qty", "pieces", "pcs", "hours"],
    ...["cantidad", "cant", "uds", "unidades", "horas"],
    ...["menge", "anzahl", "quantite", "qte", "quantita", "quantidade", "qtd", "aantal"],
  ],
  unit: [
    "unit",
    "uom",
    "unit of measure",
    "unidad",
    "ud",
    "u m",
    "medida",
    "einheit",
    "unite",
    "unita",
    "eenheid",
  ],
  unit_price: [
    ...["price", "unit price", "price each", "rate each", "unit cost", "cost"],
    ...["precio", "precio unitario", "p unit", "p unitario", "precio ud", "coste"],
    ...["preis", "einzelpreis", "prix", "prix unitaire", "pu", "prezzo", "prezzo unitario", "preco", "prijs"],
  ],
  tax_rate: [
    ...["tax", "tax rate", "vat", "vat rate", "gst", "sales tax"],
    ...["impuesto", "tipo", "tipo de iva", "iva", "igic", "mwst", "ust", "tva", "btw", "aliquota"],
  ],
  net_amount: [
    ...["net", "net amount", "amount", "line total", "line amount", "subtotal", "total", "total net"],
    ...["neto", "importe", "importe neto", "base", "base imponible", "total neto", "monto"],
    ...["betrag", "netto", "nettobetrag", "gesamt", "montant", "montant ht", "total ht", "importo", "bedrag"],
  ],
  "booking/account": [
    ...["account", "ledger account", "gl account", "gl code", "cuenta", "cuenta contable"],
    ...["konto", "sachkonto", "compte", "conto", "conta", "grootboek", "grootboekrekening"],
  ],
  "booking/cost_center": [
    ...["cost center", "cost centre", "centro de coste", "centro de costo", "centro de costos"],
    ...["kostenstelle", "centre de cout", "centro di costo", "centro de custo", "kostenplaats"],
  ],
  "booking/tax_code": [
    ...[
      "tax code",
      "vat code",
      "codigo de impuesto",
      "steuerschlussel",
      "code tva",
      "codice iva",
      "btw code",
    ],
  ],
  "booking/category": [
    ...["category", "booking category", "categoria", "categoria contable", "kategorie", "categorie"],
  ],
};

const COLUMN_OF = new Map(
  Object.entries(NAMES).flatMap(([column, names]) =>
    names.map((name) => [name, column as LineColumn] as const),
  ),
);

const CURRENCY = / (?:eur|usd|gbp|ars|mxn|clp|cop|chf|brl|jpy)$/;

function columnOf(heading: string): LineColumn | null {
  const plain = folded(heading)
    .replace(/\([^)]*\)/g, " ")
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
  return COLUMN_OF.get(plain) ?? COLUMN_OF.get(plain.replace(CURRENCY, "")) ?? null;
}

/**
 * The column of the lines that each cell of a first row names, null for a cell that names none; null altogether if the row
 * is no row of headings: fewer than half of its filled cells are known, or there is a figure among them.
 */
export function headingsOf(row: readonly string[]): readonly (LineColumn | null)[] | null {
  const filled = row.filter((cell) => cell !== "");
  if (filled.length === 0 || filled.some((cell) => /^[^\p{L}]*\d[^\p{L}]*$/u.test(cell))) return null;
  const columns = row.map(columnOf);
  // Two columns of one name, such as a net and a gross "Total": the first one counts.
  const once = columns.map((column, at) => (columns.indexOf(column) === at ? column : null));
  const known = once.filter((column) => column !== null).length;
  return known * 2 >= filled.length && known >= Math.min(2, filled.length) ? once : null;
}

/** In the order in which they stand in a line. */
export const LINE_COLUMNS: readonly string[] = Object.keys(NAMES);
