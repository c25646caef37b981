/** Revokes an API key: DELETE /api/keys/<id>. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, bodyOf } from "@/lib/api/client";
import { keys } from "@/lib/api/keys";

const revokeKey = (id: number): Promise<unknown> =>
  bodyOf(api.DELETE("/api/keys/{key_id}", { params: { path: { key_id: id } } }));

export function useRevokeKey() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: revokeKey,
    onSuccess: () => void client.invalidateQueries({ queryKey: keys.apiKeys }),
  });
}
