/** What a value may be instead: the second best readings of the document, offered under its field. */
import type { Alternative, Evidence, InvoiceData, Place } from "@/lib/api/types";
import { valueAt } from "@/lib/json-pointer";
import type { DraftAction } from "./draft/draft";

/**
 * The alternatives to what the field holds now, the next one first. Where the field was changed since the server's
 * answer, the server's own value is among them, last, so that taking the next again and again goes round.
 */
export function alternativesOf(
  pointer: string,
  data: InvoiceData,
  original: InvoiceData,
  evidence: Readonly<Record<string, Evidence>>,
): Alternative[] {
  const support = evidence[pointer];
  if (!support || support.alternatives.length === 0) return [];
  const first = valueAt(original, pointer);
  const round: Alternative[] = [
    ...(typeof first === "string" ? [{ ...support, value: first }] : []),
    ...support.alternatives,
  ];
  const at = round.findIndex(({ value }) => value === valueAt(data, pointer));
  return at < 0 ? round : [...round.slice(at + 1), ...round.slice(0, at)];
}

/** Takes an alternative as the field's value, with its place on the page. */
export function taken(pointer: string, { value, page, box, text }: Alternative): DraftAction {
  if (page === null || box === null) return { type: "typed", pointer, value };
  const place: Place = { page, box, text: text ?? value };
  return { type: "picked", pointer, value, place };
}
