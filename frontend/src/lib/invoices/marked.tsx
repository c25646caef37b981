import type { Match } from "@/lib/api/types";
import { markedPieces } from "./marked-pieces";

/** An excerpt with the words that were searched marked in it. */
export function Marked({ match }: { match: Match }) {
  return markedPieces(match).map(({ text, marked }, index) =>
    marked ? <mark key={index}>{text}</mark> : <span key={index}>{text}</span>,
  );
}

interface Props {
  field: Match["field"];
  text: string;
  match: Match | null;
}

/** A value of an invoice, with the words in it that were searched. */
export function MarkedText({ field, text, match }: Props) {
  return match && isWithin(match, field, text) ? <Marked match={match} /> : text;
}

/** Whether the words are marked in a value that is shown anyway. */
export const isWithin = (match: Match, field: Match["field"], text: string | null): boolean =>
  match.field === field && match.text === text;
