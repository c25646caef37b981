/**
 * Runs work in turns, at most so many at a time, the first one that waits next. What is aborted while it waits is never
 * begun; what has begun comes to its end, because the server does not stop either: its turn is over when it has answered.
 */
export function inTurns(atOnce: number): <T>(work: () => Promise<T>, signal: AbortSignal) => Promise<T> {
  let busy = 0;
  const waiting = new Set<() => void>();
  const turn = (signal: AbortSignal) =>
    new Promise<void>((resolve, reject) => {
      const begin = () => {
        signal.removeEventListener("abort", leave);
        waiting.delete(begin);
        resolve();
      };
      const leave = () => {
        waiting.delete(begin);
        reject(signal.reason as Error);
      };
      signal.addEventListener("abort", leave, { once: true });
      waiting.add(begin);
    });
  return async (work, signal) => {
    signal.throwIfAborted();
    if (busy < atOnce) busy += 1;
    else await turn(signal);
    try {
      return await work();
    } finally {
      const [next] = waiting;
      if (next) next();
      else busy -= 1;
    }
  };
}
