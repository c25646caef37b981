import { valueAt } from "@/lib/json-pointer";
import type { Evidence } from "@/lib/api/types";
import { sameValue } from "../draft/draft";
import { kindOf } from "@/lib/invoices/fields";
import { useReview } from "./review-context";

interface FieldState {
  readOnly: boolean;
  /** Refused, not valid, or with a finding that is an error. */
  wrong: boolean;
  evidence: Evidence | undefined;
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

/** What a row of the form and a cell of a table have in common: the state of the field of one value. */
export function useField(pointer: string): FieldState {
  const {
    data,
    original,
    evidence,
    findings,
    refused,
    problems,
    readOnly,
    active,
    activate,
    hover,
    dispatch,
  } = useReview();
  const wrong =
    pointer in refused ||
    problems.has(pointer) ||
    findings.some(({ level, pointers }) => level === "error" && pointers.includes(pointer));
  const changed = !sameValue(
    JSON.stringify(valueAt(data, pointer)),
    JSON.stringify(valueAt(original, pointer)),
  );
  return {
    readOnly,
    wrong,
    // A list of codes has evidence for each code; the first stands for the list.
    evidence: evidence[kindOf(pointer) === "codes" ? `${pointer}/0` : pointer],
    frame: {
      "data-pointer": pointer,
      "data-active": active === pointer || undefined,
      "data-wrong": wrong || undefined,
      "data-changed": changed || undefined,
      onPointerEnter: () => hover(pointer),
      onPointerLeave: () => hover(null),
    },
    focus: { onFocus: () => activate(pointer), onBlur: () => dispatch({ type: "blurred" }) },
  };
}
