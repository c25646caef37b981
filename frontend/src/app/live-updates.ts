/**
 * One stream of events for the whole app: GET /api/events. While it is broken, lists are fetched again every few
 * seconds and the stream is tried again with growing pauses.
 */
import { useQueryClient, type QueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { authorization } from "@/lib/api/client";
import { hosted } from "@/lib/base-path";
import { ApiError, errorFrom, isRecord } from "@/lib/api/errors";
import { readEvents, type ServerEvent } from "@/lib/api/event-stream";
import { isReachable } from "@/lib/api/reachability";
import { refreshLists } from "@/lib/invoices/refresh";
import { useSession } from "@/lib/session/api-key";
import { applyEvent, type InvoiceEvent } from "./apply-event";

export type LiveState = "connecting" | "live" | "polling";

const POLL_EVERY = 5_000;
const FIRST_PAUSE = 1_000;
const LONGEST_PAUSE = 15_000;
/** Many invoices read at once send many events; lists are fetched at most this often. */
const REFRESH_EVERY = 1_000;

export function useLiveUpdates(): LiveState {
  const client = useQueryClient();
  const { key } = useSession();
  const [state, setState] = useState<LiveState>("connecting");

  useEffect(() => {
    const stop = new AbortController();
    const refresh = atMostEvery(REFRESH_EVERY, () => refreshLists(client));
    void follow(stop.signal, setState, (event) => {
      // The server no longer knows what changed while nobody listened.
      if (event.event === "reset") refreshEverything(client);
      if (event.event !== "invoice") return;
      const change = parseInvoiceEvent(event.data);
      if (change) applyEvent(client, change, refresh);
    }).then(() => refresh.cancel());
    return () => stop.abort();
  }, [client, key]);

  useEffect(() => {
    if (state === "live") {
      refreshEverything(client); // what happened while nobody listened
      return;
    }
    const timer = setInterval(() => refreshEverything(client), POLL_EVERY);
    return () => clearInterval(timer);
  }, [client, state]);

  return state;
}

/** Keeps a stream open until the signal aborts. */
async function follow(
  signal: AbortSignal,
  onState: (state: LiveState) => void,
  onEvent: (event: ServerEvent) => void,
): Promise<void> {
  const seen: { id: string | null } = { id: null };
  let pause = FIRST_PAUSE;
  while (!signal.aborted) {
    try {
      // Not through the client: a proxy that cuts streams off does not mean that the server cannot be reached.
      const headers = { ...authorization(), ...resumingAt(seen.id) };
      const response = await fetch(hosted("/api/events"), { signal, headers });
      if (!response.ok) throw errorFrom(response, null);
      if (!response.body) throw new Error("The event stream has no body.");
      onState("live");
      pause = FIRST_PAUSE;
      await readEvents(response.body, onEvent, (id) => {
        seen.id = id;
      });
    } catch (error) {
      if (isAbort(error)) return;
      // Without a valid key there is nothing to wait for; a new key starts a new stream.
      if (error instanceof ApiError && error.status === 401) return;
    }
    onState("polling");
    await sleep(pause, signal);
    pause = Math.min(pause * 2, LONGEST_PAUSE);
  }
}

const isAbort = (error: unknown): boolean => error instanceof DOMException && error.name === "AbortError";

function resumingAt(lastId: string | null): Record<string, string> {
  const headers: Record<string, string> = { Accept: "text/event-stream" };
  if (lastId) headers["Last-Event-ID"] = lastId;
  return headers;
}

function parseInvoiceEvent(data: string): InvoiceEvent | null {
  try {
    const value: unknown = JSON.parse(data);
    return isRecord(value) && typeof value["invoice_id"] === "number"
      ? (value as unknown as InvoiceEvent)
      : null;
  } catch {
    return null; // Unknown: a later version of the server may send other events.
  }
}

function refreshEverything(client: QueryClient): void {
  // While the server cannot be reached, the ping (see away-banner) detects its return; nothing else needs to be fetched.
  if (!isReachable()) return;
  refreshLists(client);
  void client.invalidateQueries({
    predicate: ({ queryKey }) => queryKey[0] === "invoice" && queryKey[2] === "data",
  });
}

function sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

interface Throttled {
  (): void;
  cancel: () => void;
}

function atMostEvery(milliseconds: number, run: () => void): Throttled {
  let timer: ReturnType<typeof setTimeout> | null = null;
  const throttled = () => {
    timer ??= setTimeout(() => {
      timer = null;
      run();
    }, milliseconds);
  };
  return Object.assign(throttled, { cancel: () => timer !== null && clearTimeout(timer) });
}
