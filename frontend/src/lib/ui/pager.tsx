import { useI18n } from "@/lib/i18n/i18n";
import { totalText } from "@/lib/i18n/total-text";
import { IconButton } from "./button";
import { NextIcon, PreviousIcon } from "./icons";
import styles from "./pager.module.css";

interface Props {
  page: number;
  perPage: number;
  total: number;
  /** Whether there are no more than `total`; pages end there all the same. */
  totalIsExact: boolean;
  sizes: readonly number[];
  onPage: (page: number) => void;
  onSize: (size: number) => void;
}

export function Pager({ page, perPage, total, totalIsExact, sizes, onPage, onSize }: Props) {
  const { t, f } = useI18n();
  const first = Math.min(total, (page - 1) * perPage + 1);
  const last = Math.min(total, page * perPage);
  return (
    <nav className={styles["pager"]} aria-label={t.inbox.perPage}>
      <label className={styles["size"]}>
        <span>{t.inbox.perPage}</span>
        <select value={perPage} onChange={(event) => onSize(Number(event.target.value))}>
          {sizes.map((size) => (
            <option key={size}>{size}</option>
          ))}
        </select>
      </label>
      <span className={styles["range"]}>
        {t.inbox.range(f.number(first), f.number(last), totalText(total, totalIsExact, t, f))}
      </span>
      <IconButton small label={t.inbox.previous} disabled={page <= 1} onClick={() => onPage(page - 1)}>
        <PreviousIcon aria-hidden />
      </IconButton>
      <IconButton small label={t.inbox.next} disabled={last >= total} onClick={() => onPage(page + 1)}>
        <NextIcon aria-hidden />
      </IconButton>
    </nav>
  );
}
