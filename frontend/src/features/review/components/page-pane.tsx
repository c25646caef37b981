import { useState } from "react";
import type { Invoice, ReadText, Word } from "@/lib/api/types";
import { useI18n } from "@/lib/i18n/i18n";
import { pointerName } from "@/lib/i18n/field-text";
import { valueAt } from "@/lib/json-pointer";
import { useShortcuts } from "@/lib/shortcuts";
import { useToast } from "@/lib/ui/toasts";
import { focusField } from "../focus-field";
import { around } from "../geometry";
import { pickedValue } from "../picked-value";
import { isReadOnly } from "../review-store";
import { textOf } from "../words";
import { PageViewer } from "./page-viewer";
import { useReview, useReviewStore } from "./review-context";

interface Props {
  invoice: Invoice;
  text: ReadText | undefined;
  onChoose: (pointer: string) => void;
  /** Reports the requested image width, so that the next invoice's images can be prefetched. */
  onWidth: (width: number) => void;
}

/** The page and the field at hand: lights where it stands, and takes words of the page into it. */
export function PagePane({ invoice, text, onChoose, onWidth }: Props) {
  const { t, f } = useI18n();
  const toast = useToast();
  const store = useReviewStore();
  const { original, known, page, active, hovered, readOnly } = useReview((state) => ({
    // The evidence is that of the server's values.
    original: state.original,
    known: state.known,
    page: state.page,
    active: state.active,
    hovered: state.hovered,
    readOnly: isReadOnly(state),
  }));
  const [picking, setPicking] = useState(false);

  useShortcuts(t.review.tabs.page, [
    { keys: "Alt+KeyB", label: t.shortcuts.pick, run: () => !readOnly && setPicking(!picking) },
  ]);

  const take = (words: readonly Word[], onPage: number) => {
    if (active === null || readOnly) return;
    const box = around(words.map((word) => word.box));
    if (words.length === 0 || box === null) {
      toast({ text: t.review.page.pickNothing });
      return;
    }
    const printed = textOf(words);
    store.dispatch({
      type: "picked",
      pointer: active,
      value: pickedValue(active, printed, valueAt(store.get().data, active), f.locale),
      place: { page: onPage, box, text: printed },
    });
    setPicking(false);
    focusField(active);
  };

  return (
    <PageViewer
      invoiceId={invoice.id}
      pageCount={invoice.page_count ?? text?.pages.length ?? 0}
      text={text}
      data={original}
      evidence={known.evidence}
      page={page}
      onPage={store.turnTo}
      active={active}
      hovered={hovered}
      onHover={store.hover}
      onChoose={onChoose}
      picking={picking}
      onPicking={(next) => !readOnly && setPicking(next)}
      pickFor={active === null ? null : pointerName(active, t)}
      onPick={take}
      onWidth={onWidth}
    />
  );
}
