/** What the API says when it refuses. */

/** The sentence of an answer that is no success, its code, and what exactly was wrong. */
export function toldBy(body: unknown, status: number): { message: string; description: string; facts: object } {
  const facts = typeof body === "object" && body !== null ? body : {};
  if (!("error" in facts) || typeof facts.error !== "string" || !("code" in facts)) {
    return { message: `The answer ${status} is none of the API: is the address right?`, description: "", facts };
  }
  const details = "details" in facts && Array.isArray(facts.details) ? facts.details : [];
  const first = details.slice(0, 5).map((detail: unknown) => JSON.stringify(detail).slice(0, 300));
  const request = "request_id" in facts ? ` (request ${String(facts.request_id)})` : "";
  return { message: facts.error, description: [`${String(facts.code)}${request}`, ...first].join("\n"), facts };
}
