import { useCallback, useMemo } from "react";
import type { Invoice, Place, Word } from "@/lib/api/types";
import { useI18n } from "@/lib/i18n/i18n";
import { pointerName } from "@/lib/i18n/field-text";
import { useDownloadInvoice } from "@/lib/invoices/download-invoice";
import { valueAt } from "@/lib/json-pointer";
import { useToast } from "@/lib/ui/toasts";
import { fieldsToCheck } from "../draft/fields-to-check";
import { focusField } from "../focus-field";
import { around } from "../geometry";
import { pickedValue } from "../picked-value";
import { isReadOnly, type ReviewState } from "../review-store";
import { withPlaces } from "../viewer/marks";
import { PageViewer } from "../viewer/page-viewer";
import { useFieldLeft } from "../viewer/use-keys";
import type { View } from "../viewer/zoom";
import { textOf } from "../words";
import { useReview, useReviewStore } from "./review-context";

interface Props {
  invoice: Invoice;
  onChoose: (pointer: string) => void;
  /** Reports how pages are shown, so that the next invoice's page can be fetched ahead. */
  onView: (view: View) => void;
}

const XML_TYPES: ReadonlySet<Invoice["content_type"]> = new Set([
  "application/xml",
  "application/pkcs7-mime",
]);

/** Where the words stand that were taken since the last save, and not taken back. */
function takenPlaces({ draft, data, original }: ReviewState): Readonly<Record<string, Place>> {
  const changed = ([pointer]: [string, Place]) => valueAt(data, pointer) !== valueAt(original, pointer);
  return Object.fromEntries(Object.entries(draft.places).filter(changed));
}

/** The page and the field at hand: shows where it stands, and takes words of the page into it. */
export function PagePane({ invoice, onChoose, onView }: Props) {
  const { t, f } = useI18n();
  const toast = useToast();
  const store = useReviewStore();
  const { evidence, active, hovered, readOnly } = useReview((state) => ({
    evidence: state.known.evidence,
    active: state.active,
    hovered: state.hovered,
    readOnly: isReadOnly(state),
  }));
  const doubtful = useReview(fieldsToCheck);
  const taken = useReview(takenPlaces);
  const left = useFieldLeft();
  const field = readOnly || left ? null : active;
  const { mutate: download } = useDownloadInvoice();
  const { id, filename, status, content_type } = invoice;
  const saveXml = useCallback(() => download({ id, filename }), [download, id, filename]);

  const shown = useMemo(() => withPlaces(evidence, taken), [evidence, taken]);

  const take = useCallback(
    (words: readonly Word[], onPage: number) => {
      if (field === null) return;
      const box = around(words.map((word) => word.box));
      if (words.length === 0 || box === null) {
        toast({ text: t.review.page.pickNothing });
        return;
      }
      const printed = textOf(words);
      store.dispatch({
        type: "picked",
        pointer: field,
        value: pickedValue(field, printed, valueAt(store.get().data, field), f.locale),
        place: { page: onPage, box, text: printed },
      });
      focusField(field);
    },
    [field, store, toast, t, f],
  );

  return (
    <PageViewer
      invoiceId={invoice.id}
      pageCount={invoice.page_count ?? 0}
      readable={status !== "processing"}
      missingHint={
        t.review.page.missingHint[status === "processing" || status === "failed" ? status : "read"]
      }
      evidence={shown}
      field={field}
      fieldName={field === null ? null : pointerName(field, t)}
      active={active}
      hovered={hovered}
      doubtful={doubtful}
      onHover={store.hover}
      onOpen={onChoose}
      onWords={take}
      onPage={store.turnTo}
      onView={onView}
      onXml={XML_TYPES.has(content_type) ? saveXml : null}
    />
  );
}
