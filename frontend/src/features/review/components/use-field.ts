import { valueAt } from "@/lib/json-pointer";
import type { Evidence, Finding } from "@/lib/api/types";
import {
  acceptedFinding,
  differs,
  evidenceOf,
  fieldsToCheck,
  isDoubtful,
  placeOf,
} from "../draft/fields-to-check";
import type { Problem } from "../fields";
import { isReadOnly, type ReviewState } from "../review-store";
import { useReview, useReviewStore } from "./review-context";

const NONE: readonly Finding[] = [];

/** Everything about the value at a pointer that a row of the form or a cell of a table shows. */
export interface FieldState {
  value: unknown;
  /** The server's value. */
  original: unknown;
  changed: boolean;
  readOnly: boolean;
  problem: Problem | undefined;
  /** Why the server refused the value. */
  refusal: string | undefined;
  /** Those that name the field. */
  findings: readonly Finding[];
  evidence: Evidence | undefined;
  active: boolean;
  /** A person should look at it. */
  toCheck: boolean;
  /** It was hard to read. */
  doubtful: boolean;
  /** Refused, not valid, or the place of an error that nobody has accepted. */
  wrong: boolean;
}

export function fieldAt(state: ReviewState, pointer: string): FieldState {
  const { data, original, problems, draft, known, active, findingsAt, accepted } = state;
  const findings = findingsAt.get(pointer) ?? NONE;
  const problem = problems.get(pointer);
  const refusal = draft.refused[pointer];
  const value = valueAt(data, pointer);
  const before = valueAt(original, pointer);
  return {
    value,
    original: before,
    changed: differs(value, before),
    readOnly: isReadOnly(state),
    problem,
    refusal,
    findings,
    evidence: evidenceOf(known, pointer),
    active: active === pointer,
    toCheck: known.editable && fieldsToCheck(state).includes(pointer),
    doubtful: isDoubtful(state, pointer),
    wrong:
      problem !== undefined ||
      refusal !== undefined ||
      findings.some(
        (finding) =>
          finding.level === "error" &&
          placeOf(finding) === pointer &&
          !accepted.has(acceptedFinding(finding)),
      ),
  };
}

interface Field extends FieldState {
  /** For the element around the input: its state for the style sheet, and the box on the page while it is hovered. */
  frame: {
    "data-pointer": string;
    "data-active": true | undefined;
    "data-wrong": true | undefined;
    "data-check": true | undefined;
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
  return {
    ...field,
    frame: {
      "data-pointer": pointer,
      "data-active": field.active || undefined,
      "data-wrong": field.wrong || undefined,
      "data-check": field.toCheck || undefined,
      "data-changed": field.changed || undefined,
      onPointerEnter: () => hover(pointer),
      onPointerLeave: () => hover(null),
    },
    focus: { onFocus: () => activate(pointer), onBlur: () => dispatch({ type: "blurred" }) },
  };
}
