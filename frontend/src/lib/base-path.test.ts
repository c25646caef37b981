import { afterEach, expect, test, vi } from "vitest";

afterEach(() => {
  vi.unstubAllEnvs();
  vi.resetModules();
});

test.each([
  ["/", "/api/me"],
  ["/invoices/", "/invoices/api/me"],
  ["/apps/invoices/", "/apps/invoices/api/me"],
])("below %s the API is asked at %s", async (base, address) => {
  vi.stubEnv("BASE_URL", base);
  const { hosted } = await import("./base-path");
  expect(hosted("/api/me")).toBe(address);
});
