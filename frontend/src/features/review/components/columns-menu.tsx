import { labelOf } from "@/lib/i18n/field-text";
import { useI18n } from "@/lib/i18n/i18n";
import { Button } from "@/lib/ui/button";
import { AddIcon } from "@/lib/ui/icons";
import { Menu, MenuItem } from "@/lib/ui/menu";
import { focusField } from "../focus-field";
import { cellOf } from "../table/cells";
import { useReviewStore } from "./review-context";

interface Props<Name> {
  /** The table. */
  pointer: string;
  hidden: readonly Name[];
  show: (name: Name) => void;
}

/** Brings back a column that is hidden because it is empty, to type into: in the row at hand, or the first. */
export function ColumnsMenu<Name extends string>({ pointer, hidden, show }: Props<Name>) {
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
          {labelOf(`/${name}`, t)}
        </MenuItem>
      ))}
    </Menu>
  );
}
