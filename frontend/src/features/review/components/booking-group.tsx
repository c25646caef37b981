import { useI18n } from "@/lib/i18n/i18n";
import { useShortcuts } from "@/lib/shortcuts";
import { Button } from "@/lib/ui/button";
import { Kbd } from "@/lib/ui/kbd";
import { useToast } from "@/lib/ui/toasts";
import { usualBookings, withBookings } from "../booking";
import { undoneIfLast } from "../draft/undone-if-last";
import type { Field } from "../fields";
import { focusField } from "../focus-field";
import { isReadOnly } from "../review-store";
import { Rows } from "./field-group";
import { useReview, useReviewStore } from "./review-context";
import styles from "./fields.module.css";

/** How the invoice is booked; one key takes all that most of the earlier invoices had, of the lines too. */
export function BookingGroup({ fields }: { fields: readonly Field[] }) {
  const { t, f } = useI18n();
  const store = useReviewStore();
  const toast = useToast();
  const readOnly = useReview(isReadOnly);
  const usual = useReview((state) => usualBookings(state).size);
  const take = () => {
    const state = store.get();
    const bookings = usualBookings(state);
    if (bookings.size === 0) {
      // Nothing was booked before: it is typed.
      const first = fields[0]?.pointer ?? "";
      store.activate(first);
      focusField(first);
      return;
    }
    store.dispatch({ type: "changed", data: withBookings(state.data, bookings) });
    toast({
      text: t.review.booking.taken(bookings.size, f.number(bookings.size)),
      action: { label: t.action.undo, shortcut: "Ctrl+Z", run: undoneIfLast(store) },
    });
  };
  useShortcuts(t.review.group.booking, [{ keys: "Alt+KeyC", label: t.shortcuts.book, run: take }], !readOnly);
  return (
    <section className={styles["group"]}>
      <h2>
        {t.review.group.booking}
        {usual > 0 && !readOnly && (
          <span className={styles["aside"]}>
            <Button small variant="quiet" aria-keyshortcuts="Alt+C" onClick={take}>
              {t.review.booking.take(usual, f.number(usual))}
              <span aria-hidden>
                <Kbd keys="Alt+C" />
              </span>
            </Button>
          </span>
        )}
      </h2>
      <Rows fields={fields} />
    </section>
  );
}
