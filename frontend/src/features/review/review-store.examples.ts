/** A review for tests: the store as the screen makes it, with what the test gives. */
import { EMPTY_DATA } from "./empty-data";
import { newReviewStore, type Known, type ReviewStore } from "./review-store";

export const reviewOf = (known: Partial<Known> = {}): ReviewStore =>
  newReviewStore(
    { data: EMPTY_DATA, version: 1, evidence: {}, findings: [], suggestions: {}, editable: true, ...known },
    "en-GB",
  );
