/** Which fields a person should check: refused values, values with findings, and values with low confidence. */
import type { Evidence, Finding, InvoiceData } from "@/lib/api/types";
import { leaves, valueAt } from "@/lib/json-pointer";
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

export function findingsFor(pointer: string, findings: readonly Finding[]): Finding[] {
  return findings.filter(({ pointers }) => pointers.includes(pointer));
}

interface Reasons {
  data: InvoiceData;
  evidence: Readonly<Record<string, Evidence>>;
  findings: readonly Finding[];
  refused: Readonly<Record<string, string>>;
  problems: ReadonlyMap<string, unknown>;
}

/** Pointers of the fields to check, in the order of the data. */
export function fieldsToCheck({ data, evidence, findings, refused, problems }: Reasons): string[] {
  const withFinding = new Set(
    findings.filter(({ level }) => level !== "info").flatMap(({ pointers }) => pointers),
  );
  const all = new Set([...leaves(data).keys(), ...withFinding]);
  return [...all].filter((pointer) => {
    if (pointer in refused || problems.has(pointer) || withFinding.has(pointer)) return true;
    const trust = trustOf(valueAt(data, pointer), evidence[pointer]);
    return pointer !== "/summary" && (trust === "doubtful" || trust === "unsupported");
  });
}
