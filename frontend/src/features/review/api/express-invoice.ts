/** A confirmed invoice in the forms of other systems: GET /api/invoices/<id>/as/<form>. */
import { useMutation, useQuery } from "@tanstack/react-query";
import { fetchBlob } from "@/lib/api/client";
import { keys } from "@/lib/api/keys";
import { saveAs } from "@/lib/save-as";

const ENDINGS = { ubl: "ubl.xml", facturx: "facturx.pdf" } as const;
export type SavedForm = keyof typeof ENDINGS;

async function saveExpressed({ id, form }: { id: number; form: SavedForm }): Promise<void> {
  saveAs(await fetchBlob(`/api/invoices/${id}/as/${form}`), `${id}-${ENDINGS[form]}`);
}

export const useSaveExpressed = () => useMutation({ mutationFn: saveExpressed });

/** The code to pay it with, as the address of an image; an error where the account has changed. */
export const usePayCode = (id: number) =>
  useQuery({
    queryKey: [...keys.invoice(id), "pay-code"],
    queryFn: async () => {
      const svg = await (await fetchBlob(`/api/invoices/${id}/as/epc-qr`)).text();
      return `data:image/svg+xml,${encodeURIComponent(svg)}`;
    },
    retry: false,
    staleTime: 0,
  });
