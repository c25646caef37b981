/** What every field of the review needs: the data, its evidence and findings, and the dispatch for changes. */
import { createContext, use } from "react";
import type { Evidence, Finding, InvoiceData } from "@/lib/api/types";
import type { Problem } from "../fields";
import type { DraftAction } from "../draft/draft";

export interface Review {
  data: InvoiceData;
  /** The server's data: a value that differs from it was changed here. */
  original: InvoiceData;
  evidence: Readonly<Record<string, Evidence>>;
  findings: readonly Finding[];
  refused: Readonly<Record<string, string>>;
  problems: ReadonlyMap<string, Problem>;
  readOnly: boolean;
  dispatch: (action: DraftAction) => void;
  /** The field that has, or last had, the focus. */
  active: string | null;
  activate: (pointer: string) => void;
  hover: (pointer: string | null) => void;
}

export const ReviewContext = createContext<Review | null>(null);

export function useReview(): Review {
  const review = use(ReviewContext);
  if (!review) throw new Error("useReview needs a ReviewContext above it.");
  return review;
}

/** The id of the input of a value. */
export const inputId = (pointer: string): string => `value${pointer}`;
