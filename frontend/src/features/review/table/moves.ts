/** Where a key leads in a table: the keys of spreadsheets. */

export interface Place {
  row: number;
  column: number;
}

export interface Press {
  key: string;
  shift: boolean;
  /** Ctrl or ⌘. */
  mod: boolean;
  alt: boolean;
}

const PAGE = 10;

/**
 * The cell that the key goes to from `at` in a table of so many rows and columns; null when the key is none of the table's,
 * or leads out of it: then it does what it does elsewhere on the screen. Tab is the browser's own.
 */
export function moveOf(
  { key, shift, mod, alt }: Press,
  at: Place,
  size: { rows: number; columns: number },
): Place | null {
  if (alt) return null;
  const last = { row: size.rows - 1, column: size.columns - 1 };
  const to = (row: number): Place | null =>
    row >= 0 && row <= last.row && row !== at.row ? { row, column: at.column } : null;
  switch (key) {
    case "Enter":
      return mod ? null : to(at.row + (shift ? -1 : 1));
    case "ArrowDown":
      return shift ? null : to(mod ? last.row : at.row + 1);
    case "ArrowUp":
      return shift ? null : to(mod ? 0 : at.row - 1);
    case "PageDown":
      return mod || shift ? null : to(Math.min(last.row, at.row + PAGE));
    case "PageUp":
      return mod || shift ? null : to(Math.max(0, at.row - PAGE));
    case "Home":
      return mod && !shift ? { row: 0, column: 0 } : null;
    case "End":
      return mod && !shift ? last : null;
    default:
      return null;
  }
}
