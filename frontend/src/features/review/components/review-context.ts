/** The store of the invoice that is reviewed, for every component of its screen. */
import { createContext, use } from "react";
import { useSelected } from "@/lib/store";
import type { ReviewState, ReviewStore } from "../review-store";

export const ReviewContext = createContext<ReviewStore | null>(null);

export function useReviewStore(): ReviewStore {
  const store = use(ReviewContext);
  if (!store) throw new Error("useReviewStore needs a ReviewContext above it.");
  return store;
}

/** What `select` takes from the review; the component renders when that changes, and only then. */
export function useReview<Selected>(select: (state: ReviewState) => Selected): Selected {
  return useSelected(useReviewStore(), select);
}

/** The id of the input of a value. */
export const inputId = (pointer: string): string => `value${pointer}`;
