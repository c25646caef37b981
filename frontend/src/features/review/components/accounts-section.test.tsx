// @vitest-environment jsdom
import { render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it } from "vitest";
import type { InvoiceData } from "@/lib/api/types";
import { I18nProvider } from "@/lib/i18n/i18n";
import { ShortcutsProvider } from "@/lib/shortcuts";
import { ToastProvider } from "@/lib/ui/toasts";
import type { BankAccount } from "../account-changes";
import { EMPTY_DATA } from "../empty-data";
import { reviewOf } from "../review-store.examples";
import { AccountsSection } from "./accounts-section";
import { ReviewContext } from "./review-context";

const FIRST: BankAccount = {
  iban: "DE02120300000000202051",
  account: null,
  bic: "BYLADEM1001",
  name: "Factor AG",
};
const SECOND: BankAccount = { iban: "ES9121000418450200051332", account: null, bic: null, name: null };

function open(accounts: BankAccount[], editable = true) {
  const { iban, bic } = FIRST;
  const data: InvoiceData = { ...EMPTY_DATA, payment: { ...EMPTY_DATA.payment, iban, bic, accounts } };
  const store = reviewOf({ data, editable });
  render(
    <I18nProvider>
      <ShortcutsProvider>
        <ToastProvider>
          <ReviewContext value={store}>
            <AccountsSection />
          </ReviewContext>
        </ToastProvider>
      </ShortcutsProvider>
    </I18nProvider>,
  );
  return { payment: () => store.get().data.payment, user: userEvent.setup() };
}

describe("the accounts beside the invoice's own", () => {
  it("have a row each, the IBAN whole and in groups of four; the first stays among the fields", () => {
    open([FIRST, SECOND]);
    expect(screen.getByLabelText("Row 2, IBAN")).toHaveValue("ES91 2100 0418 4502 0005 1332");
    expect(screen.queryByLabelText("Row 1, IBAN")).toBeNull();
  });

  it("are typed like any other value", async () => {
    const { payment, user } = open([FIRST, SECOND]);
    await user.clear(screen.getByLabelText("Row 2, IBAN"));
    await user.type(screen.getByLabelText("Row 2, IBAN"), "fr76 3000 6000 0112 3456 7890 189");
    expect(payment().accounts).toEqual([FIRST, { ...SECOND, iban: "FR7630006000011234567890189" }]);
  });

  it("begin, where there were none, with the invoice's own, so that the list names all", async () => {
    const { payment, user } = open([]);
    expect(screen.queryByRole("table")).toBeNull();
    await user.click(screen.getByRole("button", { name: "Add an account" }));
    expect(payment().accounts).toEqual([
      { ...FIRST, name: null },
      { iban: null, account: null, bic: null, name: null },
    ]);
    await waitFor(() => {
      expect(screen.getByLabelText("Row 2, IBAN")).toHaveFocus();
    });
  });

  it("are removed one by one", async () => {
    const { payment, user } = open([FIRST, SECOND]);
    await user.click(screen.getByRole("button", { name: "Remove row 2" }));
    expect(payment().accounts).toEqual([FIRST]);
    expect(screen.queryByRole("table")).toBeNull();
  });

  it("are shown, not changed, once the invoice is confirmed", () => {
    open([FIRST, SECOND], false);
    expect(screen.getByLabelText("Row 2, IBAN")).toHaveAttribute("readonly");
    expect(screen.queryByRole("button", { name: "Add an account" })).toBeNull();
  });
});
