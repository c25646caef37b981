/** What a value may be instead: the second best readings of the document, offered under its field. */
import type { Alternative, Evidence, Place } from "@/lib/api/types";
import { bookingField, offersAt } from "./booking";
import { fieldAt } from "./components/use-field";
import type { DraftAction } from "./draft/draft";
import { isReadOnly, type ReviewState } from "./review-store";

/** What a field holds: its value here and on the server, and the evidence of the latter. */
interface Held {
  value: unknown;
  original: unknown;
  evidence: Evidence | undefined;
}

/**
 * The alternatives to what the field holds now, the next one first. Where the field was changed since the server's
 * answer, the server's own value is among them, last, so that taking the next again and again goes round.
 */
export function alternativesOf({ value, original, evidence }: Held): Alternative[] {
  if (!evidence || evidence.alternatives.length === 0) return [];
  const round: Alternative[] = [
    ...(typeof original === "string" ? [{ ...evidence, value: original }] : []),
    ...evidence.alternatives,
  ];
  const at = round.findIndex((other) => other.value === value);
  return at < 0 ? round : [...round.slice(at + 1), ...round.slice(0, at)];
}

/** What takes the next reading of the field at hand, or the next value that its booking had before; null without one. */
export function takingNext(state: ReviewState, step: 1 | -1): DraftAction | null {
  const pointer = state.active;
  if (pointer === null || isReadOnly(state)) return null;
  const at = step > 0 ? 0 : -1;
  if (bookingField(pointer)) {
    const offer = offersAt(state, pointer).at(at);
    return offer ? { type: "typed", pointer, value: offer.value } : null;
  }
  const other = alternativesOf(fieldAt(state, pointer)).at(at);
  return other ? taken(pointer, other) : null;
}

/** Takes an alternative as the field's value, with its place on the page. */
export function taken(pointer: string, { value, page, box, text }: Alternative): DraftAction {
  if (page === null || box === null) return { type: "typed", pointer, value };
  const place: Place = { page, box, text: text ?? value };
  return { type: "picked", pointer, value, place };
}
