/**
 * Made-up invoices to try the system with: a text layer, a scan, a page with an XML in it, an XML. Names and sizes tell
 * them from all other invoices, so that they can be deleted at once.
 */
import { api, bodyOf } from "@/lib/api/client";
import { forEach } from "@/lib/invoices/for-each";

/** The addresses of the files, which are fetched only when somebody wants them. */
const FILES = import.meta.glob<string>(
  [
    "../../../../samples/agencia-publicidad-es.pdf",
    "../../../../samples/design-studio-en.pdf",
    "../../../../samples/imprimerie-facturx-fr.pdf",
    "../../../../samples/fietsen-ubl-nl.xml",
    "../../../../samples/taller-scan-es.pdf",
  ],
  { query: "?url", import: "default", eager: true },
);

const SAMPLE = "sample-";

export async function sampleFiles(): Promise<File[]> {
  return Promise.all(
    Object.entries(FILES).map(async ([path, url]) => {
      const response = await fetch(url);
      if (!response.ok) throw new Error(`The sample ${path} is not there: ${response.status}.`);
      return new File([await response.blob()], named(path));
    }),
  );
}

const named = (path: string): string => SAMPLE + (path.split("/").at(-1) ?? "");

/** The samples among all invoices, as far as their names and sizes say. */
export async function findSamples(signal: AbortSignal): Promise<number[]> {
  const { invoices } = await bodyOf(
    api.GET("/api/invoices/", { params: { query: { search: SAMPLE, per_page: 100 } }, signal }),
  );
  const names = new Set(Object.keys(FILES).map(named));
  return invoices.filter(({ filename }) => names.has(filename)).map(({ id }) => id);
}

/** Deletes what is a sample indeed: a file of this name and of just as many bytes. */
export async function deleteSamples(ids: readonly number[]): Promise<void> {
  const sizes = new Map((await sampleFiles()).map(({ name, size }) => [name, size]));
  const { failed } = await forEach(ids, async (id) => {
    const path = { invoice_id: id };
    const { filename, size } = await bodyOf(api.GET("/api/invoices/{invoice_id}", { params: { path } }));
    if (sizes.get(filename) !== size) return;
    await bodyOf(api.DELETE("/api/invoices/{invoice_id}", { params: { path } }));
  });
  if (failed[0]) throw failed[0].error;
}
