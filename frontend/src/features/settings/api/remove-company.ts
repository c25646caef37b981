/** Removes an own company: DELETE /api/companies/<id>. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, bodyOf } from "@/lib/api/client";
import { keys } from "@/lib/api/keys";

const removeCompany = (id: number): Promise<unknown> =>
  bodyOf(api.DELETE("/api/companies/{company_id}", { params: { path: { company_id: id } } }));

export function useRemoveCompany() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: removeCompany,
    onSuccess: () => void client.invalidateQueries({ queryKey: keys.companies }),
  });
}
