/** Which fields a person should look at: refused values, values with findings, and values that were hard to read. */
import type { Evidence, Finding } from "@/lib/api/types";
import { kindOf } from "@/lib/invoices/fields";
import { valueAt } from "@/lib/json-pointer";
import { remembered } from "@/lib/remembered";
import { byPlace, fieldFor } from "../fields";
import type { Known, ReviewState } from "../review-store";
import { sameValue } from "./draft";

const SURE = 0.9;
const DOUBTFUL = 0.6;

export type Trust = "sure" | "likely" | "doubtful" | "unsupported" | "person" | "none";

/** How far a value can be trusted, by its evidence; "none" for an empty value or one without evidence. */
export function trustOf(value: unknown, evidence: Evidence | undefined): Trust {
  if (sameValue(value, null) || !evidence) return "none";
  if (evidence.source === "person") return "person";
  if (evidence.page === null && evidence.source !== "xml") return "unsupported";
  if (evidence.confidence >= SURE) return "sure";
  return evidence.confidence >= DOUBTFUL ? "likely" : "doubtful";
}

type Looked = Pick<ReviewState, "data" | "original" | "known" | "draft" | "problems" | "accepted">;

/** The evidence of the field's value; of a list of codes, that of the first stands for the list. */
export function evidenceOf({ evidence }: Known, field: string): Evidence | undefined {
  return evidence[kindOf(field) === "codes" ? `${field}/0` : field];
}

export function isChanged(
  { data, original }: Pick<ReviewState, "data" | "original">,
  field: string,
): boolean {
  return differs(valueAt(data, field), valueAt(original, field));
}

export const differs = (now: unknown, before: unknown): boolean =>
  now !== before && !sameValue(JSON.stringify(now), JSON.stringify(before));

/** Fields whose values were hard to read. What no word of the document shows is a finding of the server. */
const hardToRead = remembered((known: Known): ReadonlySet<string> => {
  const fields = Object.keys(known.evidence).map(fieldFor);
  return new Set(
    fields.filter(
      (field) =>
        field !== null && trustOf(valueAt(known.data, field), evidenceOf(known, field)) === "doubtful",
    ) as string[],
  );
});

/** Whether the value is in doubt: it was hard to read, and nobody has typed another. */
export function isDoubtful(state: Looked, field: string): boolean {
  return hardToRead(state.known).has(field) && !isChanged(state, field);
}

/** The field where a finding is looked at: the first that it names and that the screen has. */
export function placeOf({ pointers }: Pick<Finding, "pointers">): string | null {
  for (const pointer of pointers) {
    const field = fieldFor(pointer);
    if (field !== null) return field;
  }
  return null;
}

/** What a person has looked at and accepted: it holds as long as finding and value say the same. */
export const acceptedFinding = ({ code, message }: Finding): string => `${code} ${message}`;
const acceptedValue = (field: string, value: unknown): string => `${field} ${JSON.stringify(value)}`;

const counts = ({ level }: Finding): boolean => level !== "info";

/** Fields with a value that was refused, or that would be. */
function refusedFields({ draft, problems }: Looked): (string | null)[] {
  return [...problems.keys(), ...Object.keys(draft.refused)].map(fieldFor);
}

/** The fields to check, in the order of the screen: what was accepted is not among them. Every field asks after every key. */
export const fieldsToCheck = remembered((state: Looked): readonly string[] => {
  const { known, accepted } = state;
  const found = known.findings
    .filter((finding) => counts(finding) && !accepted.has(acceptedFinding(finding)))
    .map(placeOf)
    // What was typed since is looked at by the server first.
    .filter((field) => field === null || !isChanged(state, field));
  const doubtful = [...hardToRead(known)].filter(
    (field) => isDoubtful(state, field) && !accepted.has(acceptedValue(field, valueAt(state.data, field))),
  );
  const fields = new Set([...refusedFields(state), ...found, ...doubtful]);
  fields.delete(null);
  return ([...fields] as string[]).sort(byPlace);
});

/** Everything about the field that is accepted by accepting it. */
export function acceptedAt(state: Looked, field: string): string[] {
  return [
    ...state.known.findings
      .filter((finding) => counts(finding) && placeOf(finding) === field)
      .map(acceptedFinding),
    ...(isDoubtful(state, field) ? [acceptedValue(field, valueAt(state.data, field))] : []),
  ];
}

/** The next field to check behind this one, from the top again after the last; null when none is left but this. */
export function nextToCheck(
  toCheck: readonly string[],
  field: string | null,
  step: 1 | -1 = 1,
): string | null {
  const others = toCheck.filter((other) => other !== field);
  const [first = null, last = null] = [others[0], others.at(-1)];
  if (field === null) return step > 0 ? first : last;
  return step > 0
    ? (others.find((other) => byPlace(other, field) > 0) ?? first)
    : (others.findLast((other) => byPlace(other, field) < 0) ?? last);
}
