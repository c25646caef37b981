// @vitest-environment jsdom
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { beforeAll, expect, it } from "vitest";
import type { Evidence } from "@/lib/api/types";
import { I18nProvider } from "@/lib/i18n/i18n";
import { EMPTY_DATA } from "../empty-data";
import { reviewOf } from "../review-store.examples";
import { FieldRow } from "./field-row";
import { ReviewContext } from "./review-context";

const READ: Evidence = {
  page: 1,
  box: [0.1, 0.1, 0.2, 0.12],
  text: "INV-7",
  confidence: 0.97,
  source: "text_layer",
  alternatives: [],
};

function Number({ evidence }: { evidence: Evidence }) {
  const [store] = useState(() =>
    reviewOf({
      data: { ...EMPTY_DATA, invoice_number: "INV-7" },
      evidence: { "/invoice_number": evidence },
      editable: true,
    }),
  );
  return (
    <I18nProvider>
      <ReviewContext value={store}>
        <FieldRow field={{ pointer: "/invoice_number", kind: "text", rare: false }} />
      </ReviewContext>
    </I18nProvider>
  );
}

beforeAll(() => {
  localStorage.setItem("language", "en");
});

it("says on how many earlier invoices a value was so, and is no doubt; another value was not", async () => {
  render(<Number evidence={{ ...READ, origin: { invoices: 7 } }} />);
  const input = screen.getByLabelText("Number");
  expect(input).toHaveAccessibleDescription("as on 7 earlier invoices of the seller");
  expect(screen.getByText("Number")).toHaveAttribute("title", expect.stringContaining("as on 7 earlier"));
  expect(input.closest("[data-pointer]")).not.toHaveAttribute("data-check");
  await userEvent.type(input, "8");
  expect(input).toHaveAccessibleDescription("");
});

it("says nothing where no earlier invoice was asked", () => {
  render(<Number evidence={READ} />);
  expect(screen.getByLabelText("Number")).toHaveAccessibleDescription("");
});

it("has the focus again once one of its alternatives was taken by the keyboard", async () => {
  render(<Number evidence={{ ...READ, alternatives: [{ ...READ, value: "INV-1" }] }} />);
  const input = screen.getByLabelText("Number");
  input.focus();
  await userEvent.tab();
  expect(screen.getByRole("button", { name: "INV-1" })).toHaveFocus();
  await userEvent.keyboard(" ");
  expect(input).toHaveValue("INV-1");
  expect(input).toHaveFocus();
});
