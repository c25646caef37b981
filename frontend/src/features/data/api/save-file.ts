/** Files of confirmed invoices, to the browser's downloads: GET /api/invoices/export, GET /api/exports/<id>/file. */
import { fetchBlob } from "@/lib/api/client";
import type { Export } from "@/lib/api/types";
import { datedName, saveAs } from "@/lib/save-as";
import { ENDINGS, type FileParameters } from "../file-form";
import type { ConfirmedQuery } from "../search";

export async function saveConfirmed(which: ConfirmedQuery, form: FileParameters): Promise<void> {
  const query = new URLSearchParams();
  // Lists are written with commas; without any, or without a value, the parameter is left out.
  for (const [name, value] of Object.entries({ ...which, ...form })) {
    const text = String(value ?? "");
    if (text !== "") query.set(name, text);
  }
  const file = await fetchBlob(`/api/invoices/export?${query}`);
  saveAs(file, datedName("invoices", ending(file, form.format)));
}

export async function saveExport({ id, format }: Export): Promise<void> {
  const file = await fetchBlob(`/api/exports/${id}/file`);
  saveAs(file, datedName(`invoices-${id}`, ending(file, format)));
}

function ending(file: Blob, format: Export["format"]): string {
  const byType = ["csv", "json", "xml"].find((one) => file.type.includes(one));
  return ENDINGS[format] ?? byType ?? "txt";
}
