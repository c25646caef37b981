/** PDFs made for a test: lines of text on pages of any size. */
import { randomUUID } from "node:crypto";
import type { Upload } from "./invoices";

export interface TextPage {
  /** In points. */
  width: number;
  height: number;
  lines: readonly string[];
}

const FIRST_PAGE_OBJECT = 4;
const LINE = 14;

/** A PDF of these pages, in Helvetica. */
export function textPdf(name: string, pages: readonly TextPage[]): Upload {
  const kids = pages.map((_, index) => `${FIRST_PAGE_OBJECT + 2 * index} 0 R`).join(" ");
  const objects = [
    "<< /Type /Catalog /Pages 2 0 R >>",
    `<< /Type /Pages /Kids [${kids}] /Count ${pages.length} >>`,
    "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ...pages.flatMap(({ width, height, lines }, index) => {
      const text = lines.map((line) => `(${line.replace(/[\\()]/g, "\\$&")}) Tj T*`).join("\n");
      const content = `BT /F1 10 Tf ${LINE} TL 40 ${height - 50} Td\n${text}\nET`;
      return [
        `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${width} ${height}] /Resources << /Font << /F1 3 0 R >> >> ` +
          `/Contents ${FIRST_PAGE_OBJECT + 2 * index + 1} 0 R >>`,
        `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
      ];
    }),
  ];
  let file = "%PDF-1.4\n";
  const starts = objects.map((object, index) => {
    const start = file.length;
    file += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return start;
  });
  const table = starts.map((start) => `${String(start).padStart(10, "0")} 00000 n \n`).join("");
  const at = file.length;
  file += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table}`;
  file += `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${at}\n%%EOF\n% ${randomUUID()}\n`;
  return {
    name: `${name}-${randomUUID().slice(0, 8)}.pdf`,
    mimeType: "application/pdf",
    buffer: Buffer.from(file, "latin1"),
  };
}

const HEAD = [
  "Northwind Traders Ltd",
  "12 Harbour Road, Bristol BS1 4QA",
  "VAT GB123456782",
  "",
  "INVOICE",
  "Invoice number: NW-4471",
  "Invoice date: 26 October 2026",
  "Due date: 25 November 2026",
  "Bill to: Blue Harbour Cafe",
  "",
];
const TOTALS = ["", "Net 1,000.00", "VAT 20% 200.00", "Total GBP 1,200.00"];

/** An A4 invoice whose totals stand on the last of so many pages. */
export function longInvoice(pages: number): Upload {
  const a4 = { width: 595, height: 842 };
  return textPdf(
    `long-${pages}`,
    Array.from({ length: pages }, (_, index) => {
      const lines = Array.from(
        { length: 30 },
        (_, row) => `Delivery ${index + 1}.${row + 1} of goods, small box`,
      );
      const head = index === 0 ? HEAD : [];
      const totals = index === pages - 1 ? TOTALS : [];
      return { ...a4, lines: [...head, `Sheet ${index + 1}`, ...lines, ...totals] };
    }),
  );
}

/** Two A4 invoices of one seller, a page each. */
export function twoInvoices(): Upload {
  const item = "1 x Coffee beans 1,000.00";
  return textPdf(
    "two-invoices",
    ["NW-4471", "NW-4472"].map((number) => ({
      width: 595,
      height: 842,
      lines: [...HEAD.map((line) => line.replace("NW-4471", number)), item, ...TOTALS],
    })),
  );
}

/** A receipt of the paper's usual 80 millimetres, a metre long. */
export function longReceipt(): Upload {
  const items = Array.from({ length: 170 }, (_, row) => `${row + 1} x Coffee beans, bag ${row + 1}`);
  return textPdf("receipt", [{ width: 227, height: 2835, lines: [...HEAD, ...items, ...TOTALS] }]);
}
