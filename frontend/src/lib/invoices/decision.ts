/** A person's decision as the API answers it, with the version that it gave the invoice. */
import { bodyOf, type Answer, type Restored } from "@/lib/api/client";
import type { Decision } from "@/lib/api/types";

interface Versioned {
  /** For the If-Match of what follows; null when a proxy has dropped the ETag. */
  version: number | null;
}

export type Decided = Decision & Versioned;

export async function decided<D extends Decision>(
  call: Promise<Answer<D>>,
): Promise<Restored<D> & Versioned> {
  const answer = await call;
  const decision = await bodyOf(Promise.resolve(answer));
  return { ...decision, version: versionIn(answer.response.headers.get("ETag")) };
}

/** The version in an ETag such as `"3"` or `W/"3"`. */
export function versionIn(etag: string | null): number | null {
  const digits = /^(?:W\/)?"(\d+)"$/.exec(etag ?? "")?.[1];
  return digits === undefined ? null : Number(digits);
}

/** Headers for an action on the version that a person has seen. */
export const ifSeen = (version: number | null): Record<string, string> =>
  version === null ? {} : { "If-Match": `"${version}"` };
