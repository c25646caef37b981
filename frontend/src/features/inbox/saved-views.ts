/** Lists that somebody has named: tab, filters, search and order. Kept in this browser; what is shared is the address. */
import { isRecord } from "@/lib/api/errors";
import { store, stored } from "@/lib/preferences";
import { newStore, useSelected } from "@/lib/store";
import { inboxSearch, type InboxSearch } from "./search";

interface SavedView {
  name: string;
  search: Partial<InboxSearch>;
}

const KEY = "saved-views";
const MOST_VIEWS = 50;
export const LONGEST_NAME = 60;

/** The views in a stored text; what is not understood is left out. */
export function viewsIn(text: string | null): readonly SavedView[] {
  let kept: unknown;
  try {
    kept = JSON.parse(text ?? "[]");
  } catch {
    return []; // Not ours, or cut off: nothing is saved.
  }
  if (!Array.isArray(kept)) return [];
  return kept.flatMap((view: unknown) =>
    isRecord(view) && typeof view["name"] === "string" && isRecord(view["search"])
      ? [{ name: view["name"], search: withoutPage(view["search"]) }]
      : [],
  );
}

/** The page is where somebody was, not what was looked at. */
export function withoutPage(search: Record<string, unknown>): Partial<InboxSearch> {
  return inboxSearch({ ...search, page: undefined });
}

/** A view of the same name is replaced where it stands. */
export function withView(views: readonly SavedView[], view: SavedView): readonly SavedView[] {
  const at = views.findIndex(({ name }) => name === view.name);
  return at < 0 ? [...views, view].slice(-MOST_VIEWS) : views.with(at, view);
}

export function renamed(views: readonly SavedView[], from: string, to: string): readonly SavedView[] {
  return views
    .filter(({ name }) => name !== to || name === from)
    .map((view) => (view.name === from ? { ...view, name: to } : view));
}

export const without = (views: readonly SavedView[], gone: string): readonly SavedView[] =>
  views.filter(({ name }) => name !== gone);

/** Whether this is the list that is shown. */
export const isShown = ({ search }: SavedView, shown: Record<string, unknown>): boolean =>
  sorted(search) === sorted(withoutPage(shown));

const sorted = (search: object): string =>
  JSON.stringify(Object.entries(search).sort(([a], [b]) => (a < b ? -1 : 1)));

const kept = newStore(viewsIn(stored(KEY)));

function keep(next: readonly SavedView[]): void {
  kept.set(next);
  store(KEY, JSON.stringify(next));
}

export function useSavedViews() {
  return {
    views: useSelected(kept, (views) => views),
    save: (view: SavedView) => keep(withView(kept.get(), view)),
    rename: (from: string, to: string) => keep(renamed(kept.get(), from, to)),
    remove: (name: string) => keep(without(kept.get(), name)),
  };
}
