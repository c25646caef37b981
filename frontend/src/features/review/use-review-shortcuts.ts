/** The keys of the review that belong to no single pane. */
import { useI18n } from "@/lib/i18n/i18n";
import { useShortcuts } from "@/lib/shortcuts";
import type { CheckFlow } from "./check-flow";
import { leaveField } from "./focus-field";
import type { Actions } from "./use-review-actions";

interface Options {
  flow: CheckFlow;
  actions: Actions;
}

export function useReviewShortcuts({ flow, actions }: Options): void {
  const { t } = useI18n();

  useShortcuts(t.review.group.invoice, [
    {
      keys: "Mod+Enter",
      label: t.shortcuts.confirm,
      run: () => actions.confirm?.(),
      // Held down it must not confirm the next invoice, which nobody has seen.
      when: (event) => !event.repeat,
    },
    { keys: "Alt+KeyR", label: t.review.reject, run: () => actions.reject?.() },
    { keys: "Alt+KeyG", label: t.review.retry, run: () => actions.retry?.() },
    { keys: "Mod+z", label: t.action.undo, run: () => actions.undo?.() },
    { keys: "Mod+Shift+z", label: t.action.redo, run: () => actions.redo?.() },
    { keys: "Mod+y", label: t.action.redo, run: () => actions.redo?.(), hidden: true },
    { keys: "Alt+ArrowDown", label: t.shortcuts.nextToCheck, run: () => flow.step(1) },
    { keys: "Alt+ArrowUp", label: t.shortcuts.previousToCheck, run: () => flow.step(-1) },
    { keys: "Alt+KeyA", label: t.shortcuts.alternative, run: () => flow.takeAlternative(1) },
    { keys: "Escape", label: t.shortcuts.leave, run: leaveField },
  ]);
}
