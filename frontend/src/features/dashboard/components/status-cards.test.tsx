// @vitest-environment jsdom
import { render, screen } from "@testing-library/react";
import type { ReactNode } from "react";
import { beforeAll, expect, it, vi } from "vitest";
import { I18nProvider } from "@/lib/i18n/i18n";
import { StatusCards } from "./status-cards";

vi.mock("@tanstack/react-router", () => ({
  Link: ({ children }: { children: ReactNode }) => <a href="#inbox">{children}</a>,
}));

beforeAll(() => {
  localStorage.setItem("language", "en");
});

it("counts what is to be reviewed as the inbox does: without what is put off", () => {
  const summary = { processing: 1, waiting_validation: 36, processed: 15, rejected: 4, failed: 8 };
  render(
    <I18nProvider>
      <StatusCards counts={{ summary, is_exact: true, postponed: 3 }} />
    </I18nProvider>,
  );
  const shown = screen.getAllByRole("link").map((card) => card.textContent);
  expect(shown).toEqual(["1Reading", "33To review", "15Confirmed", "4Rejected", "8Failed"]);
});
