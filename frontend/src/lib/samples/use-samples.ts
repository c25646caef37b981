import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { keys } from "@/lib/api/keys";
import { refreshInvoices } from "@/lib/invoices/refresh";
import { deleteSamples, findSamples } from "./samples";

/** The ids of the samples that are here. */
export const useSamples = () =>
  useQuery({ queryKey: keys.samples, queryFn: ({ signal }) => findSamples(signal) });

export function useDeleteSamples() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: deleteSamples,
    onSettled: () => {
      refreshInvoices(client, []);
      void client.invalidateQueries({ queryKey: keys.samples });
    },
  });
}
