/** All sellers as a CSV file, and back: GET /api/sellers/export, POST /api/sellers/import. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, bodyOf, fetchBlob } from "@/lib/api/client";
import { ApiError } from "@/lib/api/errors";
import { keys } from "@/lib/api/keys";
import type { ImportedSellers } from "@/lib/api/types";
import { datedName, saveAs } from "@/lib/save-as";

async function exportSellers(): Promise<void> {
  saveAs(await fetchBlob("/api/sellers/export"), datedName("sellers", "csv"));
}

const importSellers = async (file: File): Promise<ImportedSellers> =>
  bodyOf(api.POST("/api/sellers/import", { body: { csv: await file.text() } }));

export const useExportSellers = () => useMutation({ mutationFn: exportSellers });

export function useImportSellers() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: importSellers,
    onSuccess: () => void client.invalidateQueries({ queryKey: keys.sellers }),
  });
}

/** What is wrong in a line of the file; `column` null: the line as a whole. */
export interface Fault {
  line: number;
  column: string | null;
  message: string;
}

/** The faults by which the server refused a file; none: it was refused as a whole. */
export function faultsOf(error: Error | null): readonly Fault[] {
  if (!(error instanceof ApiError)) return [];
  return error.details.flatMap(({ line, column, message }) =>
    typeof line === "number" && typeof message === "string"
      ? [{ line, column: typeof column === "string" ? column : null, message }]
      : [],
  );
}
