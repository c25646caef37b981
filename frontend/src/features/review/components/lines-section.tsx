import { useState, type ClipboardEvent } from "react";
import type { InvoiceData } from "@/lib/api/types";
import { currencyDigits } from "@/lib/currency-digits";
import { useI18n } from "@/lib/i18n/i18n";
import { kindOf } from "@/lib/invoices/fields";
import { useShortcuts } from "@/lib/shortcuts";
import { Button, IconButton } from "@/lib/ui/button";
import { AddIcon, DrawerIcon, InfoIcon, PaneIcon } from "@/lib/ui/icons";
import { useToast } from "@/lib/ui/toasts";
import { focusField } from "../focus-field";
import { lineChanges, type LineChanges } from "../line-changes";
import { netThatDiffers } from "../line-totals";
import { isReadOnly } from "../review-store";
import { undoneIfLast } from "../draft/undone-if-last";
import { cellAt } from "../table/cells";
import { copiedTable, MOST_PASTED_ROWS } from "../table/clipboard-table";
import type { Column } from "../table/columns";
import type { LineColumn } from "../table/headings";
import { useColumns } from "../table/use-columns";
import { useLinesDrawer } from "../use-lines-drawer";
import { ColumnsMenu } from "./columns-menu";
import { LineSums, LinesVerdict } from "./line-sums";
import { useReview, useReviewStore } from "./review-context";
import { RowsTable } from "./rows-table";
import styles from "./fields.module.css";

const COLUMNS: readonly (Column<InvoiceData["lines"][number]> & { name: LineColumn })[] = [
  { name: "description", always: true, grows: true },
  { name: "product_code", under: true },
  { name: "operation_codes", under: true },
  { name: "quantity", usual: true, digits: 0 },
  { name: "unit" },
  { name: "unit_price", usual: true },
  { name: "tax_rate", usual: true, digits: 0 },
  { name: "net_amount", always: true },
  { name: "booking/account" },
  { name: "booking/cost_center" },
  { name: "booking/tax_code" },
  { name: "booking/category" },
];

const linesOf = ({ lines }: InvoiceData) => lines;

/** The lines among the fields; only their sum while they are in the drawer. */
export function LinesSection() {
  const drawer = useLinesDrawer();
  const { t } = useI18n();
  return drawer.open ? (
    <section className={styles["group"]}>
      <h2>
        {t.review.group.lines}
        <LinesVerdict />
        <Button small variant="quiet" className={styles["aside"]} onClick={drawer.toggle}>
          <PaneIcon aria-hidden />
          {t.review.table.toPane}
        </Button>
      </h2>
    </section>
  ) : (
    <Lines />
  );
}

/** The table of the lines, how they add up, and everything that is done to them. */
export function Lines() {
  const { t } = useI18n();
  const store = useReviewStore();
  const drawer = useLinesDrawer();
  const { count, readOnly } = useReview((state) => ({
    count: state.data.lines.length,
    readOnly: isReadOnly(state),
  }));
  const [changes] = useState(() => lineChanges(store));
  const columns = useColumns("/lines", COLUMNS, linesOf);
  const paste = usePaste(
    changes,
    columns.shown.map(({ name }) => name as LineColumn),
  );

  const add = () => focusField(`/lines/${changes.add()}/description`);
  useShortcuts(
    t.review.group.lines,
    [
      { keys: "Alt+KeyL", label: t.shortcuts.addLine, run: add },
      { keys: "Alt+KeyT", label: t.shortcuts.useTotals, run: changes.applyTotals },
    ],
    !readOnly,
  );
  const toggle = () => {
    const at = cellAt("/lines", document.activeElement);
    drawer.toggle();
    // The table is another one now: the focus goes on in the same cell.
    if (at) requestAnimationFrame(() => focusField(`/lines/${at.row}/${at.name}`));
  };
  useShortcuts(
    t.review.group.lines,
    [{ keys: "Alt+KeyD", label: t.shortcuts.linesDrawer, run: toggle }],
    drawer.possible,
  );

  return (
    <section className={styles["group"]} data-lines onPaste={readOnly ? undefined : paste}>
      <h2>
        {t.review.group.lines}
        <LinesVerdict />
        <span className={styles["aside"]}>
          {!readOnly && count > 0 && (
            <ColumnsMenu pointer="/lines" hidden={columns.hidden} show={columns.show} />
          )}
          {drawer.possible && (
            <IconButton
              small
              label={drawer.open ? t.review.table.toPane : t.review.table.toDrawer}
              shortcut="Alt+KeyD"
              aria-pressed={drawer.open}
              onClick={toggle}
            >
              {drawer.open ? <PaneIcon aria-hidden /> : <DrawerIcon aria-hidden />}
            </IconButton>
          )}
        </span>
      </h2>
      {count === 0 ? (
        <p className={styles["none"]}>{t.review.table.noLines}</p>
      ) : (
        <RowsTable
          pointer="/lines"
          label={t.review.group.lines}
          count={count}
          columns={columns.shown}
          widths={columns.widths}
          changes={changes}
          Remark={LineRemark}
        />
      )}
      <div className={styles["under"]}>
        {!readOnly && (
          <Button small variant="quiet" onClick={add}>
            <AddIcon aria-hidden />
            {t.review.table.addLine}
          </Button>
        )}
        <LineSums onUse={readOnly ? null : changes.applyTotals} />
      </div>
    </section>
  );
}

/** Puts a copied table into the lines, from the focused cell on; behind them when no cell has the focus. */
function usePaste(changes: LineChanges, shown: readonly LineColumn[]) {
  const { t, f } = useI18n();
  const store = useReviewStore();
  const toast = useToast();
  return (event: ClipboardEvent) => {
    const cell = cellAt("/lines", event.target);
    const cells = copiedTable(
      { text: event.clipboardData.getData("text/plain"), html: event.clipboardData.getData("text/html") },
      { columnOfText: cell !== null && kindOf(cell.name) === "number" },
    );
    if (!cells) return; // one value, or a text: pasted as anywhere
    event.preventDefault();
    if (cells.length > MOST_PASTED_ROWS) {
      toast({ text: t.review.table.tooManyRows(cells.length, MOST_PASTED_ROWS), kind: "error" });
      return;
    }
    const at = {
      row: cell?.row ?? store.get().data.lines.length,
      column: (cell?.name ?? "description") as LineColumn,
    };
    const { rows, added, ignored } = changes.paste(cells, at, shown, f.locale);
    const undo = undoneIfLast(store);
    toast({
      text: [t.review.table.pasted(rows, added), ignored > 0 && t.review.table.leftOut(ignored)]
        .filter(Boolean)
        .join(" "),
      action: { label: t.action.undo, run: undo },
    });
  };
}

/** Says that quantity × price gives another amount than the line's. */
function LineRemark({ index }: { index: number }) {
  const { t, f } = useI18n();
  const digits = useReview(({ data }) => currencyDigits(data.currency));
  const net = useReview(({ data }) => {
    const line = data.lines[index];
    return line ? netThatDiffers(line, digits) : null;
  });
  if (net === null) return null;
  return (
    <p className={styles["hint"]}>
      <InfoIcon aria-hidden />
      {t.review.table.lineDiffers(f.number(net.computed, digits), f.number(net.difference, digits))}
    </p>
  );
}
