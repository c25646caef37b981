/** Revokes an API key: DELETE /api/keys/<id>. The key in use only if `own` says that it is meant. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, bodyOf } from "@/lib/api/client";
import { keys } from "@/lib/api/keys";
import type { ApiKey } from "@/lib/api/types";

const revokeKey = ({ id, own }: Pick<ApiKey, "id" | "own">): Promise<unknown> =>
  bodyOf(api.DELETE("/api/keys/{key_id}", { params: { path: { key_id: id }, query: { own } } }));

export function useRevokeKey() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: revokeKey,
    onSuccess: () => void client.invalidateQueries({ queryKey: keys.apiKeys }),
  });
}
