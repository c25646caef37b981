// @vitest-environment jsdom
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act, renderHook } from "@testing-library/react";
import type { ReactNode } from "react";
import { afterAll, beforeEach, expect, test, vi } from "vitest";
import type { Invoice, InvoiceData } from "@/lib/api/types";
import { I18nProvider } from "@/lib/i18n/i18n";
import { EMPTY_DATA } from "../empty-data";
import { reviewOf } from "../review-store.examples";
import { useDraft, type Settled } from "./use-draft";

interface Save {
  version: string | null;
  data: InvoiceData;
  answer: (status: number, body: object) => void;
}

/** A server that answers when the test says so. The client takes its `fetch` when it is imported: hence hoisted. */
const saves = vi.hoisted(() => {
  const arrived: Save[] = [];
  vi.stubGlobal("fetch", async (request: Request) => {
    const { preview_data: data } = (await request.json()) as { preview_data: InvoiceData };
    return new Promise<Response>((resolve) => {
      const answer = (status: number, body: object) => resolve(Response.json(body, { status }));
      arrived.push({ version: request.headers.get("If-Match"), data, answer });
    });
  });
  return arrived;
});

beforeEach(() => {
  saves.length = 0;
  sessionStorage.clear();
});
afterAll(() => vi.unstubAllGlobals());

const invoice = { id: 7, version: 3, status: "waiting_validation", preview_data: EMPTY_DATA } as Invoice;

function open() {
  const client = new QueryClient();
  const wrapper = ({ children }: { children: ReactNode }) => (
    <QueryClientProvider client={client}>
      <I18nProvider>{children}</I18nProvider>
    </QueryClientProvider>
  );
  const store = reviewOf({ version: 3 });
  const { result } = renderHook(() => useDraft(7, store), { wrapper });
  const type = (value: string | null, pointer = "/total_amount") =>
    act(() => store.dispatch({ type: "typed", pointer, value }));
  return { store, draft: () => result.current, type };
}

const settled = async (settle: () => Promise<Settled>) => {
  let outcome: Settled | undefined;
  await act(async () => {
    outcome = await settle();
  });
  return outcome;
};

/** The save that is on its way as number `n`, once it has been sent. */
const sent = (n: number) => vi.waitUntil(() => saves[n]);

async function answered(n: number, version: number) {
  const save = await sent(n);
  await act(async () => {
    save.answer(200, { ...invoice, version, preview_data: save.data });
    await Promise.resolve();
  });
}

test("what is not changed is settled as it is shown, without a save", async () => {
  const { draft } = open();
  expect(await settled(draft().settle)).toEqual({ kind: "saved", seen: { version: 3, data: EMPTY_DATA } });
  expect(saves).toHaveLength(0);
});

test("a save that waits for another one names the version of its answer, and settles on the last value", async () => {
  const { draft, type } = open();
  type("1.00");
  const first = draft().settle();
  await sent(0);
  type("2.00");
  const second = draft().settle();
  await answered(0, 4);
  expect((await sent(1)).version).toBe('"4"');
  await answered(1, 5);
  expect(await settled(() => first)).toEqual({ kind: "changed" });
  expect(await settled(() => second)).toMatchObject({
    kind: "saved",
    seen: { version: 5, data: { total_amount: "2.00" } },
  });
});

test("a value that is none is not sent, and named", async () => {
  const { draft, type } = open();
  type("1e3");
  expect(await settled(draft().settle)).toEqual({ kind: "invalid", pointers: ["/total_amount"] });
  expect(saves).toHaveLength(0);
});

test("what the server refuses is named", async () => {
  const { draft, type } = open();
  type("ZZ", "/seller/country");
  const settling = draft().settle();
  (await sent(0)).answer(400, {
    error: "No.",
    code: "invalid-data",
    details: [{ pointer: "/seller/country", message: "no country" }],
  });
  expect(await settled(() => settling)).toEqual({ kind: "invalid", pointers: ["/seller/country"] });
});

test("a newer version by somebody else is shown as a conflict", async () => {
  const { draft, type } = open();
  type("1.00");
  const settling = draft().settle();
  (await sent(0)).answer(412, { error: "Meanwhile.", code: "version-mismatch" });
  expect(await settled(() => settling)).toEqual({ kind: "conflict" });
});

test("a held draft does not change", () => {
  const { store, type } = open();
  store.hold(true);
  type("1.00");
  expect(store.get().draft.present.total_amount).toBeNull();
  store.hold(false);
  type("1.00");
  expect(store.get().draft.present.total_amount).toBe("1.00");
});
