/** Does one thing to many invoices, a few at a time. */
import { ApiError } from "@/lib/api/errors";

const AT_ONCE = 4;
/** Milliseconds until what the server was too busy for is tried again; it says itself to come back in a second. */
const BUSY_PAUSE = 1_000;
const MOST_TRIES = 30;

export interface Outcome<Item, Result> {
  done: readonly Result[];
  failed: readonly { item: Item; error: Error }[];
  /** What was not tried any more: it was cancelled before. */
  left: readonly Item[];
}

interface Options {
  /** Nothing new is begun once it aborts; what has begun is finished. */
  signal?: AbortSignal;
  onProgress?: (tried: number) => void;
}

/** Every item is tried; `failed` says which were not done, and why, in the order of the items. */
export async function forEach<Item, Result>(
  items: readonly Item[],
  act: (item: Item) => Promise<Result>,
  { signal, onProgress }: Options = {},
): Promise<Outcome<Item, Result>> {
  let next = 0;
  let tried = 0;
  const done: Result[] = [];
  const errors = new Map<Item, Error>();
  const worker = async () => {
    while (next < items.length && !signal?.aborted) {
      const item = items[next++] as Item;
      try {
        done.push(await patiently(() => act(item)));
      } catch (error) {
        errors.set(item, error instanceof Error ? error : new Error(String(error)));
      }
      onProgress?.(++tried);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  const failed = items.flatMap((item) => {
    const error = errors.get(item);
    return error ? [{ item, error }] : [];
  });
  return { done, failed, left: items.slice(next) };
}

/** Tries again while the server has too much to do. */
async function patiently<Result>(act: () => Promise<Result>): Promise<Result> {
  for (let tries = 1; ; tries++) {
    try {
      return await act();
    } catch (error) {
      if (!isBusy(error) || tries === MOST_TRIES) throw error;
      await new Promise((resolve) => setTimeout(resolve, BUSY_PAUSE));
    }
  }
}

const isBusy = (error: unknown): boolean =>
  error instanceof ApiError && ["busy", "too-many-at-once"].includes(error.code);
