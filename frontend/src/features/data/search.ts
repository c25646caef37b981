/** What the data table keeps in the URL. */
import { positive, text } from "@/lib/search-params";

export interface DataSearch {
  op?: string;
  page?: number;
  size?: number;
}

export const PAGE_SIZES = [25, 50, 100] as const;
export const DEFAULT_SIZE = 50;

export function dataSearch(raw: Record<string, unknown>): DataSearch {
  const op = text(raw["op"]);
  const page = positive(raw["page"], 1);
  const size = PAGE_SIZES.find((candidate) => candidate === Number(raw["size"])) ?? DEFAULT_SIZE;
  return {
    ...(op ? { op } : {}),
    ...(page > 1 ? { page } : {}),
    ...(size !== DEFAULT_SIZE ? { size } : {}),
  };
}
