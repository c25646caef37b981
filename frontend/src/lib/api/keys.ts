/** Names of everything in the query cache, so that live updates and actions refresh the same things. */
export const keys = {
  me: ["me"] as const,
  readiness: ["readiness"] as const,
  apiKeys: ["api-keys"] as const,
  lists: ["invoices", "list"] as const,
  list: (query: object) => ["invoices", "list", query] as const,
  summary: ["invoices", "summary"] as const,
  statistics: (days: number) => ["invoices", "statistics", days] as const,
  allStatistics: ["invoices", "statistics"] as const,
  confirmedLists: ["invoices", "confirmed"] as const,
  totals: (query: object) => ["invoices", "confirmed", "totals", query] as const,
  confirmed: (query: object) => ["invoices", "confirmed", query] as const,
  invoice: (id: number) => ["invoice", id, "data"] as const,
  text: (id: number) => ["invoice", id, "text"] as const,
  events: (id: number) => ["invoice", id, "events"] as const,
  page: (id: number, number: number, width: number) => ["invoice", id, "page", number, width] as const,
  everythingOf: (id: number) => ["invoice", id] as const,
};
