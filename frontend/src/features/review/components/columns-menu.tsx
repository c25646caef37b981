import { useI18n } from "@/lib/i18n/i18n";
import type { FieldName } from "@/lib/invoices/fields";
import { Button } from "@/lib/ui/button";
import { AddIcon } from "@/lib/ui/icons";
import { Menu, MenuItem } from "@/lib/ui/menu";
import { focusField } from "../focus-field";
import { cellOf } from "../table/cells";
import { useReviewStore } from "./review-context";

interface Props {
  /** The table. */
  pointer: string;
  hidden: readonly FieldName[];
  show: (name: FieldName) => void;
}

/** Brings back a column that is hidden because it is empty, to type into: in the row at hand, or the first. */
export function ColumnsMenu({ pointer, hidden, show }: Props) {
  const { t } = useI18n();
  const store = useReviewStore();
  if (hidden.length === 0) return null;
  return (
    <Menu
      trigger={
        <Button small variant="quiet">
          <AddIcon aria-hidden />
          {t.review.table.addColumn}
        </Button>
      }
    >
      {hidden.map((name) => (
        <MenuItem
          key={name}
          onClick={() => {
            show(name);
            const row = cellOf(pointer, store.get().active)?.row ?? 0;
            // Behind the menu, which gives the focus back to its button when it closes.
            setTimeout(() => focusField(`${pointer}/${row}/${name}`), 60);
          }}
        >
          {t.review.field[name]}
        </MenuItem>
      ))}
    </Menu>
  );
}
