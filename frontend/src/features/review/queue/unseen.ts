/** A key that is pressed twice in a row must not decide on the next invoice, too, which nobody has seen yet. */
import { useEffect } from "react";

/** Milliseconds: two presses in a row are closer, and nobody looks at an invoice in less. */
export const UNSEEN_FOR = 500;

/** The invoice that took the place of one that was decided on, and since when it is shown; null: not yet. */
let gone: { to: number; since: number | null } | null = null;

export function goneOnTo(id: number): void {
  gone = { to: id, since: null };
}

/** The invoice is shown. */
export function shown(id: number): void {
  if (gone?.to === id) gone.since ??= performance.now();
}

/** While the calling component is hidden, its invoice is not shown: effects wait for that. */
export function useShown(id: number): void {
  useEffect(() => shown(id), [id]);
}

export const isUnseen = (id: number): boolean =>
  gone?.to === id && (gone.since === null || performance.now() - gone.since < UNSEEN_FOR);
