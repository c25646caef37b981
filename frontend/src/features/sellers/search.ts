/** What the list of sellers keeps in the URL: only what differs from the default. */
import { oneOf, text } from "@/lib/search-params";

/** By name; those with most invoices first; those of which something changed last first. */
export const ORDERS = ["name", "invoices", "updated_at"] as const;
export type SellerOrder = (typeof ORDERS)[number];

export interface SellersSearch {
  q?: string;
  order?: SellerOrder;
}

export function sellersSearch(raw: Record<string, unknown>): SellersSearch {
  const q = text(raw["q"]);
  const order = oneOf(raw["order"], ORDERS, "name");
  return { ...(q ? { q } : {}), ...(order === "name" ? {} : { order }) };
}
