/** Exports of what is new: POST and GET /api/exports; DELETE takes one back. */
import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { api, bodyOf } from "@/lib/api/client";
import { keys } from "@/lib/api/keys";
import type { Export, ExportBody, ExportList } from "@/lib/api/types";
import type { FileParameters } from "../file-form";
import type { DataFilters } from "../search";

const fetchExports = (after: string | undefined, signal: AbortSignal): Promise<ExportList> =>
  bodyOf(api.GET("/api/exports", { params: { query: after ? { after } : {} }, signal }));

const ANY: Omit<ExportBody, keyof FileParameters> = {
  q: null,
  issued_from: null,
  issued_to: null,
  currency: null,
  op_number: null,
  seller_id: null,
  reference: null,
  tag: [],
  source: null,
  company: null,
};

interface NewExport {
  filters: DataFilters;
  form: FileParameters;
}

const createExport = ({ filters, form }: NewExport): Promise<Export> =>
  bodyOf(api.POST("/api/exports", { body: { ...ANY, ...filters, ...form } }));

async function undoExport(id: number): Promise<void> {
  await bodyOf(api.DELETE("/api/exports/{export_id}", { params: { path: { export_id: id } } }));
}

export const useExports = () =>
  useInfiniteQuery({
    queryKey: keys.exports,
    queryFn: ({ pageParam, signal }) => fetchExports(pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  });

export const useCreateExport = () => useMutation({ mutationFn: createExport, onSettled: useRefresh() });

export const useUndoExport = () => useMutation({ mutationFn: undoExport, onSettled: useRefresh() });

/** What is new, and what every list says about the invoices. */
function useRefresh() {
  const client = useQueryClient();
  return () => {
    for (const queryKey of [keys.exports, keys.confirmedLists, keys.lists]) {
      void client.invalidateQueries({ queryKey });
    }
  };
}
