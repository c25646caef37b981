/** Which invoice was on the screen of the review last: whichever way leads back, the list shows its row. */
let last: number | null = null;

export const rememberReviewed = (id: number): void => {
  last = id;
};

/** Asked once: the list that is opened after that begins at its top. */
export function takeReviewed(): number | null {
  const id = last;
  last = null;
  return id;
}
