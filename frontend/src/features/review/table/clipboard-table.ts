/** The cells of a table on the clipboard, as Excel, LibreOffice, Google Sheets and web pages put them there. */

export type Cells = readonly (readonly string[])[];

/** More rows than this are not pasted at once: no invoice that is typed has as many lines. */
export const MOST_PASTED_ROWS = 2_000;

/**
 * The copied table, its cells without line breaks; null for anything else, such as one value or a paragraph of text.
 * Spreadsheets give tab-separated text; a table of a mail or a web page may come as HTML alone.
 * `columnOfText`: lines of plain text are a table of one column, as a list of numbers is and a wrapped text is not.
 */
export function copiedTable(
  clipboard: { text: string; html: string },
  { columnOfText }: { columnOfText: boolean },
): Cells | null {
  const fromText = clipboard.text.includes("\t") ? tabSeparated(clipboard.text) : null;
  const fromHtml = fromText === null ? htmlTable(clipboard.html) : null;
  const fromLines = columnOfText ? tabSeparated(clipboard.text) : null;
  const cells = withoutBlankRows(fromText ?? fromHtml ?? fromLines ?? []);
  return cells.length > 1 || (cells[0]?.length ?? 0) > 1 ? cells : null;
}

/** A quoted cell holds tabs and line breaks, and quotes doubled; a quote that does not close before a tab is a plain one. */
const CELL = /"((?:[^"]|"")*)"(?=[\t\r\n]|$)|[^\t\r\n]*/y;

function tabSeparated(text: string): string[][] {
  const rows: string[][] = [[]];
  let at = 0;
  for (;;) {
    CELL.lastIndex = at;
    const cell = CELL.exec(text);
    const [whole = "", quoted] = cell ?? [];
    rows.at(-1)?.push(oneLine(quoted?.replaceAll('""', '"') ?? whole));
    at += whole.length;
    if (at >= text.length) return rows;
    if (text[at] === "\t") {
      at += 1;
    } else {
      at += text.startsWith("\r\n", at) ? 2 : 1;
      if (at >= text.length) return rows;
      rows.push([]);
    }
  }
}

/** The first table of the document. It is only parsed: nothing of it is loaded, run or shown. */
function htmlTable(html: string): string[][] | null {
  if (!/<table/i.test(html)) return null;
  const spaced = html.replace(/<br\s*\/?>/gi, " ");
  const table = new DOMParser().parseFromString(spaced, "text/html").querySelector("table");
  if (!table) return null;
  const rows: string[][] = [];
  for (const [index, row] of [...table.rows].entries()) {
    const cells = (rows[index] ??= []);
    let column = 0;
    for (const cell of row.cells) {
      // A merged cell has its text in the first place it covers; the others are empty.
      while (cells[column] !== undefined) column += 1;
      for (let below = 0; below < Math.min(cell.rowSpan, table.rows.length - index); below += 1) {
        const covered = (rows[index + below] ??= []);
        for (let right = 0; right < cell.colSpan; right += 1) {
          covered[column + right] = below + right === 0 ? oneLine(cell.textContent) : "";
        }
      }
    }
  }
  return rows.map((row) => Array.from(row, (cell: string | undefined) => cell ?? ""));
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

/** Blank rows part the blocks of a sheet. In a single column one may be a value that is missing, except at the end. */
function withoutBlankRows(rows: readonly (readonly string[])[]): Cells {
  const filled = (row: readonly string[]) => row.some((cell) => cell !== "");
  const wide = rows.some((row) => row.length > 1);
  return wide ? rows.filter(filled) : rows.slice(0, rows.findLastIndex(filled) + 1);
}
