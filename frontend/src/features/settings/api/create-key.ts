/** A new API key, shown only once: POST /api/keys. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, bodyOf } from "@/lib/api/client";
import { keys } from "@/lib/api/keys";
import type { Me } from "@/lib/api/types";

interface Wanted {
  name: string;
  role: Me["role"];
  days: number | null;
}

const createKey = (body: Wanted) => bodyOf(api.POST("/api/keys", { body }));

export function useCreateKey() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: createKey,
    onSuccess: () => void client.invalidateQueries({ queryKey: keys.apiKeys }),
  });
}
