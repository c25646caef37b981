import { useI18n } from "@/lib/i18n/i18n";
import { Button } from "@/lib/ui/button";
import { ColumnsIcon } from "@/lib/ui/icons";
import { Menu, MenuCheckItem } from "@/lib/ui/menu";
import { columnsOf, type ColumnName } from "../columns";
import type { View } from "../search";
import styles from "./data.module.css";

interface Props {
  view: View;
  columns: readonly ColumnName[];
  onChange: (columns: readonly ColumnName[]) => void;
}

export function ColumnMenu({ view, columns, onChange }: Props) {
  const { t } = useI18n();
  const all = columnsOf(view);
  return (
    <Menu
      trigger={
        <Button aria-label={t.data.columns}>
          <ColumnsIcon aria-hidden />
          <span className={styles["columns"]}>{t.data.columns}</span>
        </Button>
      }
    >
      {all.map((column) => (
        <MenuCheckItem
          key={column}
          checked={columns.includes(column)}
          onChange={(checked) =>
            onChange(all.filter((name) => (name === column ? checked : columns.includes(name))))
          }
        >
          {t.data.column[column]}
        </MenuCheckItem>
      ))}
    </Menu>
  );
}
