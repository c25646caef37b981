import { expect, it } from "vitest";
import { stateOf } from "./key-state";

const now = new Date("2026-11-26T12:00:00Z");

it.each([
  [null, null, "valid"],
  [null, "2026-11-26T12:00:01Z", "valid"],
  [null, "2026-11-26T12:00:00Z", "expired"],
  ["2026-11-20T00:00:00Z", "2026-11-26T12:00:01Z", "revoked"],
  ["2026-11-20T00:00:00Z", "2026-11-21T00:00:00Z", "revoked"],
] as const)("a key revoked at %s that expires at %s is %s", (revoked_at, expires_at, state) => {
  expect(stateOf({ revoked_at, expires_at }, now)).toBe(state);
});
