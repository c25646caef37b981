/** State outside of React: a component subscribes to what it selects, and renders only when that has changed. */
import { useState, useSyncExternalStore } from "react";

export interface Store<State> {
  get: () => State;
  subscribe: (listener: () => void) => () => void;
}

export interface WritableStore<State> extends Store<State> {
  set: (next: State) => void;
}

export function newStore<State>(initial: State): WritableStore<State> {
  let state = initial;
  const listeners = new Set<() => void>();
  return {
    get: () => state,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    set: (next) => {
      if (next === state) return;
      state = next;
      for (const listener of [...listeners]) listener();
    },
  };
}

/** What `select` takes from the store. A new object or list with the same parts is no change. */
export function useSelected<State, Selected>(
  store: Store<State>,
  select: (state: State) => Selected,
): Selected {
  const [kept] = useState(() => keeper<Selected>());
  const read = () => kept(select(store.get()));
  return useSyncExternalStore(store.subscribe, read, read);
}

/** Gives the value of before as long as the new one has the same parts. */
function keeper<T>(): (next: T) => T {
  let last: { value: T } | null = null;
  return (next) => {
    if (!last || !sameParts(last.value, next)) last = { value: next };
    return last.value;
  };
}

/** Whether both are the same, or plain objects or lists of the same parts. */
export function sameParts(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (!isPlain(a) || !isPlain(b) || Array.isArray(a) !== Array.isArray(b)) return false;
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => Object.is(a[name], b[name]));
}

/** Objects of other kinds, such as sets, are compared by identity. */
function isPlain(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null) return false;
  return Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype;
}

/** Runs `work` when nothing that `select` takes has changed for `milliseconds`. Gives a function that stops it. */
export function afterLastChange<State>(
  store: Store<State>,
  select: (state: State) => unknown,
  milliseconds: number,
  work: () => void,
): () => void {
  let seen = select(store.get());
  let timer = setTimeout(work, milliseconds);
  const unsubscribe = store.subscribe(() => {
    const now = select(store.get());
    if (Object.is(now, seen)) return;
    seen = now;
    clearTimeout(timer);
    timer = setTimeout(work, milliseconds);
  });
  return () => {
    unsubscribe();
    clearTimeout(timer);
  };
}

/** Runs `work` within `milliseconds` of a change of what `select` takes, once for all changes till then. Gives a function that stops it. */
export function soonAfterChange<State>(
  store: Store<State>,
  select: (state: State) => unknown,
  milliseconds: number,
  work: () => void,
): () => void {
  let seen = select(store.get());
  let timer: ReturnType<typeof setTimeout> | undefined;
  const unsubscribe = store.subscribe(() => {
    const now = select(store.get());
    if (Object.is(now, seen)) return;
    seen = now;
    timer ??= setTimeout(() => {
      timer = undefined;
      work();
    }, milliseconds);
  });
  return () => {
    unsubscribe();
    clearTimeout(timer);
  };
}
