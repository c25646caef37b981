// @vitest-environment jsdom
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { fireEvent, render, screen } from "@testing-library/react";
import { useState } from "react";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import type { InvoiceRow } from "@/lib/api/types";
import { I18nProvider } from "@/lib/i18n/i18n";
import { ToastProvider } from "@/lib/ui/toasts";
import { PayDialog } from "./pay-dialog";

/** The answers to DELETE, in turn. The client takes its `fetch` when it is imported: hence hoisted. */
const undoing = vi.hoisted(() => {
  const answers: Response[] = [];
  vi.stubGlobal("fetch", ({ method }: Request) => {
    if (method === "DELETE") return Promise.resolve(answers.shift());
    return Promise.resolve(Response.json({ id: 8, transfers: 1, total: "238.00" }));
  });
  URL.createObjectURL = () => "blob:file";
  return answers;
});
beforeAll(() => {
  localStorage.setItem("language", "en");
  localStorage.setItem("payer", "name=Lindenhof&iban=DE02120300000000202051");
});
afterAll(() => vi.unstubAllGlobals());

function Page() {
  const [open, setOpen] = useState(true);
  const close = () => setOpen(false);
  return open && <PayDialog rows={[{ id: 7 } as InvoiceRow]} onClose={close} onPaid={close} />;
}

async function payAndUndo() {
  render(
    <QueryClientProvider client={new QueryClient()}>
      <I18nProvider>
        <ToastProvider>
          <Page />
        </ToastProvider>
      </I18nProvider>
    </QueryClientProvider>,
  );
  fireEvent.click(screen.getByRole("button", { name: "Make the file for 1 invoice" }));
  fireEvent.click(await screen.findByRole("button", { name: "Undo" }));
}

it("says that the payment was taken back, though the dialog is closed by then", async () => {
  undoing.push(new Response(null, { status: 204 }));
  await payAndUndo();
  expect(await screen.findByText(/^Taken back/)).toBeInTheDocument();
});

it("says why it was not", async () => {
  const error = "This payment file does not exist.";
  undoing.push(Response.json({ error, code: "payment-not-found" }, { status: 404 }));
  await payAndUndo();
  expect(await screen.findByText(error, { selector: "[data-kind=error] *" })).toBeInTheDocument();
});
