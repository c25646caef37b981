/** What a key is good for today, and until when. */
import type { ApiKey, Me } from "@/lib/api/types";

type KeyState = "valid" | "expired" | "revoked";

export function stateOf(key: Pick<ApiKey, "revoked_at" | "expires_at">, now: Date): KeyState {
  if (key.revoked_at) return "revoked";
  return key.expires_at && new Date(key.expires_at) <= now ? "expired" : "valid";
}

/** From the least to the most. */
export const ROLES: readonly Me["role"][] = ["viewer", "uploader", "reviewer", "admin"];

/** Days until a new key expires; null: never. */
export const LIFETIMES = [30, 90, 365, null] as const;
