/** Whether the lines stand across the whole width of the screen, below the page and the fields: for a person who types many. */
import { store as keep, stored } from "@/lib/preferences";
import { newStore, useSelected } from "@/lib/store";
import { useMatches } from "@/lib/ui/use-matches";

const NAME = "lines-drawer";
/** Below, page and fields stand one behind the other, and the lines have the whole width anyway. */
const WIDE = matchMedia("(min-width: 821px)");

/** As it was left: a person who types lines wants them so in the next invoice, too. */
const opened = newStore(stored(NAME) === "open");

interface Drawer {
  /** There is room for it. */
  possible: boolean;
  open: boolean;
  toggle: () => void;
}

export function useLinesDrawer(): Drawer {
  const wanted = useSelected(opened, (open) => open);
  const possible = useMatches(WIDE);
  return { possible, open: wanted && possible, toggle };
}

function toggle(): void {
  const open = !opened.get();
  opened.set(open);
  keep(NAME, open ? "open" : "closed");
}
