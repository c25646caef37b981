import { afterEach, expect, it, vi } from "vitest";
import { datedName } from "./save-as";

afterEach(() => {
  vi.unstubAllEnvs();
  vi.useRealTimers();
});

it("a file has the day where it is saved in its name, not that of Greenwich", () => {
  vi.useFakeTimers({ now: new Date("2026-11-26T23:30:00Z") });
  vi.stubEnv("TZ", "Europe/Madrid");
  expect(datedName("sellers", "csv")).toBe("sellers-2026-11-27.csv");
});
