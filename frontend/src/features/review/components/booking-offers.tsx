import { useEffect, useState } from "react";
import { useDebounced } from "@/lib/debounce";
import { useI18n } from "@/lib/i18n/i18n";
import { Kbd } from "@/lib/ui/kbd";
import { useBookingValues } from "../api/list-booking-values";
import { bookingField, offersAt, type Offer } from "../booking";
import { useReview, useReviewStore } from "./review-context";
import { fieldAt } from "./use-field";
import { useFocusToField } from "./use-focus-to-field";
import styles from "./fields.module.css";

/** Milliseconds without a key after which the values used before are asked for. */
const REST = 100;

interface Props {
  pointer: string;
  /** The key that takes the next one. */
  keys: string;
}

/** What a field of a booking was before, with how often; while it is typed in, values used before that begin so. */
export function BookingOffers({ pointer, keys }: Props) {
  const { t } = useI18n();
  const { dispatch } = useReviewStore();
  const { readOnly, active, isEmpty } = useReview((state) => {
    const field = fieldAt(state, pointer);
    return { readOnly: field.readOnly, active: field.active, isEmpty: !field.value };
  });
  const offers = useReview((state) => offersAt(state, pointer));
  const focused = useFocusToField(pointer);
  if (readOnly || !(active || isEmpty)) return null;
  return (
    <>
      {active && <Completing pointer={pointer} />}
      {offers.length > 0 && (
        <p className={styles["alternatives"]} {...focused}>
          <span>
            {active && <Kbd keys={keys} />} {t.review.booking.before}
          </span>
          {offers.map((offer) => (
            <button
              key={offer.value}
              type="button"
              // The field keeps the focus.
              onPointerDown={(event) => event.preventDefault()}
              onClick={() => dispatch({ type: "typed", pointer, value: offer.value })}
            >
              <OfferText offer={offer} />
            </button>
          ))}
        </p>
      )}
    </>
  );
}

/** "4400 · 6 of 7" */
function OfferText({ offer: { value, invoices, of } }: { offer: Offer }) {
  const { t, f } = useI18n();
  if (invoices === undefined || of === undefined) return value;
  return (
    <>
      {value}{" "}
      <span className={styles["faint"]}>· {t.review.booking.often(f.number(invoices), f.number(of))}</span>
    </>
  );
}

/** Asks for the values that begin as what is typed; one that was taken from among them asks for no others. */
function Completing({ pointer }: { pointer: string }) {
  const store = useReviewStore();
  const value = useReview((state) => fieldAt(state, pointer).value);
  const typed = typeof value === "string" ? value.trim() : "";
  const isOffered = useReview(
    ({ completions: now }) =>
      now?.pointer === pointer && now.offers.some(({ value: offered }) => offered === typed),
  );
  const [beginning, setBeginning] = useState(typed);
  if (typed !== beginning && !isOffered) setBeginning(typed);
  const values = useBookingValues(bookingField(pointer), useDebounced(beginning, REST));
  useEffect(() => {
    if (values) store.complete(pointer, values);
  }, [store, pointer, values]);
  return null;
}
