/** Opens a protected PDF with its password: POST /api/invoices/<id>/unlock. The password is kept nowhere. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, bodyOf } from "@/lib/api/client";
import { refreshInvoices } from "@/lib/invoices/refresh";

interface Unlocking {
  id: number;
  password: string;
}

/** Gives the id of the new invoice. */
async function unlockInvoice({ id, password }: Unlocking): Promise<number> {
  const unlocked = await bodyOf(
    api.POST("/api/invoices/{invoice_id}/unlock", {
      params: { path: { invoice_id: id } },
      body: { password },
    }),
  );
  return unlocked.replaced_by;
}

export function useUnlockInvoice() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: unlockInvoice,
    gcTime: 0, // the variables of a mutation hold the password
    onSettled: (_, __, { id }) => refreshInvoices(client, [id]),
  });
}
