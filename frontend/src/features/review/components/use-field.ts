import { valueAt } from "@/lib/json-pointer";
import type { Evidence, Finding } from "@/lib/api/types";
import { kindOf } from "@/lib/invoices/fields";
import { sameValue } from "../draft/draft";
import type { Problem } from "../fields";
import { isReadOnly, type ReviewState } from "../review-store";
import { useReview, useReviewStore } from "./review-context";

const NONE: readonly Finding[] = [];

/** Everything about the value at a pointer that a row of the form or a cell of a table shows. */
export interface FieldState {
  value: unknown;
  /** The server's value. */
  original: unknown;
  readOnly: boolean;
  problem: Problem | undefined;
  /** Why the server refused the value. */
  refusal: string | undefined;
  findings: readonly Finding[];
  evidence: Evidence | undefined;
  active: boolean;
  /** Refused, not valid, or with a finding that is an error. */
  wrong: boolean;
}

export function fieldAt(state: ReviewState, pointer: string): FieldState {
  const { data, original, problems, draft, known, active, findingsAt } = state;
  const findings = findingsAt.get(pointer) ?? NONE;
  const problem = problems.get(pointer);
  const refusal = draft.refused[pointer];
  return {
    value: valueAt(data, pointer),
    original: valueAt(original, pointer),
    readOnly: isReadOnly(state),
    problem,
    refusal,
    findings,
    // A list of codes has evidence for each code; the first stands for the list.
    evidence: known.evidence[kindOf(pointer) === "codes" ? `${pointer}/0` : pointer],
    active: active === pointer,
    wrong: problem !== undefined || refusal !== undefined || findings.some(({ level }) => level === "error"),
  };
}

interface Field extends FieldState {
  /** For the element around the input: its state for the style sheet, and the box on the page while it is hovered. */
  frame: {
    "data-pointer": string;
    "data-active": true | undefined;
    "data-wrong": true | undefined;
    "data-changed": true | undefined;
    onPointerEnter: () => void;
    onPointerLeave: () => void;
  };
  /** For the input. */
  focus: { onFocus: () => void; onBlur: () => void };
}

/** The field of one value: a row of the form, or a cell of a table. It renders when something about its value changes. */
export function useField(pointer: string): Field {
  const { activate, hover, dispatch } = useReviewStore();
  const field = useReview((state) => fieldAt(state, pointer));
  const changed = !sameValue(JSON.stringify(field.value), JSON.stringify(field.original));
  return {
    ...field,
    frame: {
      "data-pointer": pointer,
      "data-active": field.active || undefined,
      "data-wrong": field.wrong || undefined,
      "data-changed": changed || undefined,
      onPointerEnter: () => hover(pointer),
      onPointerLeave: () => hover(null),
    },
    focus: { onFocus: () => activate(pointer), onBlur: () => dispatch({ type: "blurred" }) },
  };
}
