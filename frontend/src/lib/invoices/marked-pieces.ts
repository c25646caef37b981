/** The pieces of an excerpt, marked words and what stands between them. */
import type { Match } from "@/lib/api/types";

interface Piece {
  text: string;
  marked: boolean;
}

/** Marks count Unicode characters, of which a string of JavaScript has two for some. */
export function markedPieces({ text, marks }: Pick<Match, "text" | "marks">): Piece[] {
  const characters = Array.from(text);
  const pieces: Piece[] = [];
  const add = (start: number, end: number | undefined, marked: boolean) => {
    const piece = characters.slice(start, end).join("");
    if (piece !== "") pieces.push({ text: piece, marked });
  };
  let shown = 0;
  for (const { start, end } of marks) {
    add(shown, start, false);
    add(start, end, true);
    shown = end;
  }
  add(shown, undefined, false);
  return pieces;
}
