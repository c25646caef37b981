import type { Match } from "@/lib/api/types";
import { markedPieces } from "./marked-pieces";

/** An excerpt with the words that were searched marked in it. */
export function Marked({ match }: { match: Match }) {
  return markedPieces(match).map(({ text, marked }, index) =>
    marked ? <mark key={index}>{text}</mark> : <span key={index}>{text}</span>,
  );
}
