/** Does one thing to many invoices, a few at a time. */
const AT_ONCE = 4;

export interface Outcome {
  done: number;
  failed: number;
}

export async function forEach<T>(items: readonly T[], act: (item: T) => Promise<unknown>): Promise<Outcome> {
  const waiting = [...items];
  const outcome = { done: 0, failed: 0 };
  const worker = async () => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) {
      try {
        await act(item);
        outcome.done += 1;
      } catch {
        outcome.failed += 1; // counted in the summary; the row keeps its state and shows why when opened
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return outcome;
}
