/** Why invoices are not paid by a file, as the API's refusal says it, and which of them that leaves out. */
import { ApiError } from "@/lib/api/errors";
import type { Obstacle } from "@/lib/api/types";

/** What a person who knows better can pay over. */
const ACCEPTABLE: readonly string[] = ["first-account", "already-paid"] satisfies Obstacle[];

export interface Hindered {
  id: number;
  /** A code that this version of the app may not know. */
  obstacle: string;
  message: string;
}

export function hinderedIn(error: Error | null): readonly Hindered[] {
  if (!(error instanceof ApiError) || error.code !== "not-payable") return [];
  return error.details.map(({ invoice_id: id, obstacle, message }) => ({
    id: Number(id),
    obstacle: String(obstacle),
    message: String(message),
  }));
}

/** Those that can be paid over, each once. */
export const acceptable = (hindered: readonly Hindered[]): Obstacle[] =>
  [...new Set(hindered.map(({ obstacle }) => obstacle))].filter((one): one is Obstacle =>
    ACCEPTABLE.includes(one),
  );

/** The invoices that nothing hinders but what is accepted. */
export function payable(
  ids: readonly number[],
  hindered: readonly Hindered[],
  accepted: readonly string[],
): number[] {
  const left = new Set(hindered.filter(({ obstacle }) => !accepted.includes(obstacle)).map(({ id }) => id));
  return ids.filter((id) => !left.has(id));
}
