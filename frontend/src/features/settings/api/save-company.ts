/** Adds or changes an own company: POST /api/companies, PATCH /api/companies/<id>. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, bodyOf } from "@/lib/api/client";
import { keys } from "@/lib/api/keys";
import type { Company } from "@/lib/api/types";

export type CompanyValues = Pick<Company, "name" | "vat_ids" | "tax_ids" | "addresses">;

interface Saving {
  /** null: a new one. */
  id: number | null;
  values: CompanyValues;
}

const saveCompany = ({ id, values }: Saving): Promise<Company> =>
  id === null
    ? bodyOf(api.POST("/api/companies", { body: values }))
    : bodyOf(
        api.PATCH("/api/companies/{company_id}", { params: { path: { company_id: id } }, body: values }),
      );

export function useSaveCompany() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: saveCompany,
    onSuccess: () => void client.invalidateQueries({ queryKey: keys.companies }),
  });
}
