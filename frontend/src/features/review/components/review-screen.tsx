/** One invoice: the page beside its data, and everything a person may do with it. */
import { useCallback, useState } from "react";
import type { Invoice } from "@/lib/api/types";
import { useCheckFlow } from "../check-flow";
import { useDraft } from "../draft/use-draft";
import { usePrefetchReview, useReviewQueue, type Ahead } from "../queue/use-review-queue";
import type { ReviewSearch } from "../search";
import { useReviewActions } from "../use-review-actions";
import { useReviewShortcuts } from "../use-review-shortcuts";
import { useReviewStoreOf } from "../use-review-store";
import { FactsStrip } from "./facts-strip";
import type { View } from "../viewer/zoom";
import { DataPane, type Pane } from "./data-pane";
import { LinesDrawer } from "./lines-drawer";
import { PagePane } from "./page-pane";
import { ReviewContext } from "./review-context";
import { ReviewDialogs } from "./review-dialogs";
import { ReviewHeader } from "./review-header";
import styles from "./review.module.css";

interface Props {
  invoice: Invoice;
  search: ReviewSearch;
  /** What follows is fetched. */
  onAhead: (ahead: Ahead) => void;
}

export function ReviewScreen({ invoice, search, onAhead }: Props) {
  const { store, restored, editable } = useReviewStoreOf(invoice);
  const { saveState, conflicts, settle } = useDraft(invoice.id, store);
  const [pane, setPane] = useState<Pane>("fields");
  const [view, setView] = useState<View | null>(null);
  const queue = useReviewQueue(invoice.id, search);
  usePrefetchReview(invoice.id, editable ? queue.next : null, view, search, onAhead);

  const showFields = useCallback(() => setPane("fields"), []);
  const flow = useCheckFlow(store, editable, showFields);
  const { choose } = flow;
  const review = useReviewActions({ invoice, store, settle, queue, search, choose });
  const { actions, busy } = review;
  useReviewShortcuts({ flow, actions });

  return (
    <ReviewContext value={store}>
      {/* The keys belong to the inputs inside; the screen only hears them once for all. */}
      <div className={styles["screen"]} data-pane={pane} onKeyDownCapture={flow.onKeyDownCapture}>
        <ReviewHeader
          invoice={invoice}
          queue={queue}
          search={search}
          saveState={editable ? saveState : null}
          busy={busy}
          actions={actions}
          onChoose={choose}
        />
        {(invoice.preview_data ?? invoice.final_data) && (
          <FactsStrip seller={invoice.seller} onChoose={choose} />
        )}
        <div className={styles["panes"]}>
          <PagePane invoice={invoice} onChoose={choose} onView={setView} />
          <DataPane
            invoice={invoice}
            pane={pane}
            onPane={setPane}
            restored={restored && saveState !== "saved"}
            onChoose={choose}
            onReject={actions.rejectFor}
            onSplit={actions.split}
          />
        </div>
        {(invoice.preview_data ?? invoice.final_data) && invoice.status !== "processing" && <LinesDrawer />}
      </div>
      <ReviewDialogs invoice={invoice} review={review} conflicts={conflicts} onChoose={choose} />
    </ReviewContext>
  );
}
