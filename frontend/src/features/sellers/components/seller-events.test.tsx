// @vitest-environment jsdom
import { render, screen } from "@testing-library/react";
import { afterEach, expect, it, vi } from "vitest";
import type { SellerEvent } from "@/lib/api/types";
import { I18nProvider } from "@/lib/i18n/i18n";
import { SellerEvents } from "./seller-events";

afterEach(() => vi.restoreAllMocks());

const merged = (name: string): SellerEvent => ({
  type: "merged",
  actor: "Ana",
  created_at: "2026-11-26T10:00:00.000001Z",
  data: { seller_id: 8, name, invoices: 2 },
});

it("lists every seller that was merged at one moment", () => {
  const complaints = vi.spyOn(console, "error").mockImplementation(() => undefined);
  render(
    <I18nProvider>
      <SellerEvents events={[merged("North Ltd"), merged("South Ltd")]} />
    </I18nProvider>,
  );
  expect(screen.getAllByRole("listitem").map(({ textContent }) => textContent)).toEqual([
    expect.stringContaining("North Ltd"),
    expect.stringContaining("South Ltd"),
  ]);
  expect(complaints).not.toHaveBeenCalled();
});
