/** Our own companies: GET /api/companies. */
import { useQuery } from "@tanstack/react-query";
import { api, bodyOf } from "@/lib/api/client";
import { keys } from "@/lib/api/keys";
import type { Company } from "@/lib/api/types";

const fetchCompanies = (signal: AbortSignal): Promise<{ companies: Company[] }> =>
  bodyOf(api.GET("/api/companies", { signal }));

export const useCompanies = () =>
  useQuery({
    queryKey: keys.companies,
    queryFn: ({ signal }) => fetchCompanies(signal),
    select: (answer) => answer.companies,
  });
