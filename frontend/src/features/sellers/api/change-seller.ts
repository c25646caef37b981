/**
 * What people do with a seller: PATCH /api/sellers/<id>, and POST /merge, /split, /forget under it. Each answers with what is
 * known of the seller afterwards.
 */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, bodyOf } from "@/lib/api/client";
import { keys } from "@/lib/api/keys";
import type { Seller, SellerKey, SplitSellerBody } from "@/lib/api/types";

const of = (id: number) => ({ path: { seller_id: id } });

/** `name` null: as its invoices say. */
const rename = ({ id, name }: { id: number; name: string | null }): Promise<Seller> =>
  bodyOf(api.PATCH("/api/sellers/{seller_id}", { params: of(id), body: { name } }));

/** `other` becomes part of the seller. */
const merge = ({ id, other }: { id: number; other: number }): Promise<Seller> =>
  bodyOf(api.POST("/api/sellers/{seller_id}/merge", { params: of(id), body: { seller_ids: [other] } }));

/** The invoices that become another seller's: these, or all that have the key. */
export type Parted = { invoices: readonly number[] } | { key: Pick<SellerKey, "kind" | "printed"> };

interface Split {
  id: number;
  parted: Parted;
  /** Of the new seller; null: as its invoices say. */
  name: string | null;
}

const split = ({ id, parted, name }: Split): Promise<Seller> => {
  const body: SplitSellerBody = {
    invoice_ids: "invoices" in parted ? [...parted.invoices] : [],
    key: "key" in parted ? parted.key : null,
    into: null,
    name,
  };
  return bodyOf(api.POST("/api/sellers/{seller_id}/split", { params: of(id), body }));
};

const forget = (id: number): Promise<Seller> =>
  bodyOf(api.POST("/api/sellers/{seller_id}/forget", { params: of(id) }));

async function remove(id: number): Promise<void> {
  await bodyOf(api.DELETE("/api/sellers/{seller_id}", { params: of(id) }));
}

export const useRenameSeller = () => useMutation({ mutationFn: rename, onSettled: useRefresh() });
export const useMergeSellers = () => useMutation({ mutationFn: merge, onSettled: useRefresh() });
export const useSplitSeller = () => useMutation({ mutationFn: split, onSettled: useRefresh() });
export const useForgetSeller = () => useMutation({ mutationFn: forget, onSettled: useRefresh() });

export const useRemoveSeller = () => {
  const client = useQueryClient();
  return useMutation({
    mutationFn: remove,
    // Its own page asks no more.
    onSuccess: () => void client.invalidateQueries({ queryKey: keys.sellerLists }),
  });
};

/** Sellers, and the names by which lists and reviews call them. */
function useRefresh() {
  const client = useQueryClient();
  return () => {
    for (const queryKey of [keys.sellers, keys.lists, keys.confirmedLists, keys.everyInvoice]) {
      void client.invalidateQueries({ queryKey });
    }
  };
}
