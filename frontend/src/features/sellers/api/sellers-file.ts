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

/** The file is in the letters of one region, which differ from each other: nobody can tell which. */
export class NotUtf8Error extends Error {}

async function textOf(file: File): Promise<string> {
  const bytes = await file.arrayBuffer();
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (error) {
    throw new NotUtf8Error("The file is not in UTF-8.", { cause: error });
  }
}

/** Throws NotUtf8Error, or the server's refusal: see `faultsOf`. */
const importSellers = async (file: File): Promise<ImportedSellers> =>
  bodyOf(api.POST("/api/sellers/import", { body: { csv: await textOf(file) } }));

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
