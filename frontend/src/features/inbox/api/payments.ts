/** Payment files of confirmed invoices: /api/payments. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, bodyOf, fetchBlob } from "@/lib/api/client";
import { keys } from "@/lib/api/keys";
import type { PaymentBody, PaymentFile } from "@/lib/api/types";
import { saveAs } from "@/lib/save-as";

const SHOWN = 20;

const create = (body: PaymentBody): Promise<PaymentFile> => bodyOf(api.POST("/api/payments", { body }));

async function undo(id: number): Promise<void> {
  await bodyOf(api.DELETE("/api/payments/{payment_id}", { params: { path: { payment_id: id } } }));
}

/** Into the downloads. */
export async function savePayment(id: number): Promise<void> {
  saveAs(await fetchBlob(`/api/payments/${id}/file`), `payment-${id}.xml`);
}

/** The newest. */
export const usePayments = () =>
  useQuery({
    queryKey: keys.payments,
    queryFn: ({ signal }) =>
      bodyOf(api.GET("/api/payments", { params: { query: { per_page: SHOWN } }, signal })),
    select: (answer): readonly PaymentFile[] => answer.payments,
  });

export const useCreatePayment = () => useMutation({ mutationFn: create, onSuccess: useRefresh() });
export const useUndoPayment = () => useMutation({ mutationFn: undo, onSettled: useRefresh() });

function useRefresh() {
  const client = useQueryClient();
  return () => void client.invalidateQueries({ queryKey: keys.payments });
}
