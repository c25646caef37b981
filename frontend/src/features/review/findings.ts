/** The findings as a person reads them: the worst first, like ones together. */
import type { Finding, FindingCode } from "@/lib/api/types";
import { decimal } from "@/lib/decimal";
import { acceptedFinding, placeOf } from "./draft/fields-to-check";
import { fieldFor } from "./fields";

export interface FindingGroup {
  code: FindingCode;
  level: Finding["level"];
  findings: readonly [Finding, ...Finding[]];
  /** The fields to look at, each once. */
  places: readonly string[];
}

const RANK: Readonly<Record<Finding["level"], number>> = { error: 0, warning: 1, info: 2 };

/** One trouble under two codes: the server counts the lines behind the twentieth together. */
const COUNTED_WITH: Readonly<Partial<Record<FindingCode, FindingCode>>> = {
  "more-line-amounts": "line-amount",
};

export function groupedFindings(findings: readonly Finding[]): FindingGroup[] {
  const groups = new Map<string, [Finding, ...Finding[]]>();
  for (const finding of findings) {
    const name = `${finding.level} ${COUNTED_WITH[finding.code] ?? finding.code}`;
    const group = groups.get(name);
    if (group) group.push(finding);
    else groups.set(name, [finding]);
  }
  return [...groups.values()]
    .map((group) => ({
      code: group[0].code,
      level: group[0].level,
      findings: group,
      places: [...new Set(group.flatMap(placesOf))],
    }))
    .sort((a, b) => RANK[a.level] - RANK[b.level]);
}

/** Where a finding leads: to one field, or to each of the values that it only lists. */
function placesOf(finding: Finding): string[] {
  const listed = finding.code === "more-line-amounts" || finding.code === "not-in-document";
  const places = listed ? finding.pointers.map(fieldFor) : [placeOf(finding)];
  return places.filter((place) => place !== null);
}

export function isAccepted({ findings }: FindingGroup, accepted: ReadonlySet<string>): boolean {
  return findings.every((finding) => accepted.has(acceptedFinding(finding)));
}

/** The largest difference between a line's amount and quantity × price, as a decimal string; null for other findings. */
export function largestDifference(findings: readonly Finding[]): string | null {
  let most: ReturnType<typeof decimal> = null;
  for (const { code, params } of findings) {
    if (code !== "line-amount" || !params) continue;
    const { product, amount } = params as Record<string, unknown>;
    const [made, stated] = [decimal(String(product)), decimal(String(amount))];
    if (!made || !stated) continue;
    const difference = made.minus(stated).abs();
    if (!most || difference.gt(most)) most = difference;
  }
  return most?.toFixed() ?? null;
}

/** The errors that a person has accepted, one by one: of a code that another error has too, none unless all are. */
export function acceptedErrors(findings: readonly Finding[], accepted: ReadonlySet<string>): Finding[] {
  const errors = findings.filter(({ level }) => level === "error");
  const open = new Set(
    errors.filter((error) => !accepted.has(acceptedFinding(error))).map(({ code }) => code),
  );
  return errors.filter(({ code }) => !open.has(code));
}
