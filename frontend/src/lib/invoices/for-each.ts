/** Does one thing to many invoices, a few at a time. */
const AT_ONCE = 4;

export interface Outcome<Item, Result> {
  done: readonly Result[];
  failed: readonly { item: Item; error: Error }[];
}

/** Every item is tried; `failed` says which were not done, and why, in the order of the items. */
export async function forEach<Item, Result>(
  items: readonly Item[],
  act: (item: Item) => Promise<Result>,
): Promise<Outcome<Item, Result>> {
  const waiting = [...items];
  const done: Result[] = [];
  const errors = new Map<Item, Error>();
  const worker = async () => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) {
      try {
        done.push(await act(item));
      } catch (error) {
        errors.set(item, error instanceof Error ? error : new Error(String(error)));
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  const failed = items.flatMap((item) => {
    const error = errors.get(item);
    return error ? [{ item, error }] : [];
  });
  return { done, failed };
}
