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
  saveAs(await fetchBlob(`/api/invoices/export?${query}`), datedName("invoices", ENDINGS[form.format]));
}

export async function saveExport({ id, format }: Export): Promise<void> {
  saveAs(await fetchBlob(`/api/exports/${id}/file`), datedName(`invoices-${id}`, ENDINGS[format]));
}
