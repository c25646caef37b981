import { Link } from "@tanstack/react-router";
import type { RefObject } from "react";
import type { Export } from "@/lib/api/types";
import { useI18n } from "@/lib/i18n/i18n";
import { leftOutText } from "@/lib/i18n/left-out-text";
import { useMay } from "@/lib/session/me";
import { Button } from "@/lib/ui/button";
import { Dialog } from "@/lib/ui/dialog";
import { EmptyState, ErrorState, Skeleton } from "@/lib/ui/states";
import { DownloadIcon } from "@/lib/ui/icons";
import { useExports } from "../api/exports";
import type { Exporting } from "../use-export";
import styles from "./export-dialog.module.css";

interface Props {
  exporting: Exporting;
  /** What has the focus afterwards. */
  list: RefObject<HTMLElement | null>;
  onClose: () => void;
}

/** The exports of what was new: each can be downloaded again, and taken back. */
export function EarlierExports({ exporting, list, onClose }: Props) {
  const { t } = useI18n();
  const words = t.data.exports;
  const earlier = useExports();
  const exports = earlier.data?.pages.flatMap((page) => page.exports) ?? [];
  return (
    <Dialog open onClose={onClose} title={words.earlier} finalFocus={list} wide>
      {earlier.isPending ? (
        <Skeleton rows={4} />
      ) : earlier.isError ? (
        <ErrorState error={earlier.error} onRetry={() => void earlier.refetch()} />
      ) : exports.length === 0 ? (
        <EmptyState icon={<DownloadIcon />} title={words.none} />
      ) : (
        <ul className={styles["exports"]}>
          {exports.map((made) => (
            <EarlierExport key={made.id} made={made} exporting={exporting} />
          ))}
        </ul>
      )}
      {earlier.hasNextPage && (
        <Button
          small
          className={styles["more"]}
          disabled={earlier.isFetchingNextPage}
          onClick={() => void earlier.fetchNextPage()}
        >
          {words.more}
        </Button>
      )}
    </Dialog>
  );
}

function EarlierExport({ made, exporting }: { made: Export; exporting: Exporting }) {
  const { t, f } = useI18n();
  const words = t.data.exports;
  const mayMark = useMay()("mark_exported");
  const when = f.dateTime(made.created_at);
  return (
    <li>
      <div>
        <strong>{words.count(made.count)}</strong> · {words.formats[made.format]}
        <p>
          {when} {words.by(made.actor)}
        </p>
        {!made.finished_at && <p className={styles["unfinished"]}>{words.unfinished}</p>}
        <LeftOut made={made} />
      </div>
      {made.finished_at && (
        <Button
          small
          aria-label={`${words.again}: ${when}`}
          disabled={exporting.isRunning}
          onClick={() => void exporting.saveAgain(made)}
        >
          <DownloadIcon aria-hidden />
          {words.again}
        </Button>
      )}
      {mayMark && (
        <Button
          small
          variant="quiet"
          aria-label={`${words.undo}: ${when}`}
          disabled={exporting.isRunning}
          onClick={() => void exporting.takeBack(made.id)}
        >
          {words.undo}
        </Button>
      )}
    </li>
  );
}

/** Invoices that the format cannot express, and why: folded, for who asks. */
function LeftOut({ made: { left_out: leftOut } }: { made: Export }) {
  const { t, f } = useI18n();
  if (!leftOut || leftOut.length === 0) return null;
  return (
    <details>
      <summary>{t.data.exports.leftOut(leftOut.length)}</summary>
      {leftOut.map((one) => (
        <p key={one.invoice_id}>
          <Link to="/review/$invoiceId" params={{ invoiceId: String(one.invoice_id) }}>
            {t.data.exports.invoice(String(one.invoice_id))}
          </Link>{" "}
          {leftOutText(one, t, f)}
        </p>
      ))}
    </details>
  );
}
