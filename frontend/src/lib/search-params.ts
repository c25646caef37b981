/** Reads parameters of the URL: an invalid value becomes the default, never an error. */
export function oneOf<T extends string>(value: unknown, allowed: readonly T[], otherwise: T): T {
  return allowed.find((candidate) => candidate === value) ?? otherwise;
}

export function positive(value: unknown, otherwise: number): number {
  const number = Number(value);
  return Number.isSafeInteger(number) && number > 0 ? number : otherwise;
}

/** The router reads "123" in the URL as a number; a search for it is text all the same. */
export function text(value: unknown): string {
  return typeof value === "string" || typeof value === "number" ? String(value).slice(0, 200) : "";
}

/** What to change in the URL; undefined takes a name out of it. */
export type Changes<Search> = { [name in keyof Search]?: Search[name] | undefined };

export const SORTS = [
  "created_at",
  "updated_at",
  "filename",
  "seller_name",
  "invoice_number",
  "issue_date",
  "due_date",
  "total_amount",
  "status",
  "id",
] as const;

export const DIRECTIONS = ["asc", "desc"] as const;
