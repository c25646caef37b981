/** The keys of the review that belong to no single pane. */
import { useI18n } from "@/lib/i18n/i18n";
import { useShortcuts } from "@/lib/shortcuts";
import { alternativesOf, taken } from "./alternatives";
import { fieldAt } from "./components/use-field";
import { fieldsToCheck } from "./draft/fields-to-check";
import { leaveField } from "./focus-field";
import type { ReviewStore } from "./review-store";
import type { Actions } from "./use-review-actions";

interface Options {
  store: ReviewStore;
  actions: Actions;
  choose: (pointer: string) => void;
}

export function useReviewShortcuts({ store, actions, choose }: Options): void {
  const { t } = useI18n();

  const goToNextCheck = (step: 1 | -1) => {
    const state = store.get();
    const { data, known, draft, problems } = state;
    const toCheck = fieldsToCheck({ ...known, data, refused: draft.refused, problems });
    const at = state.active === null ? -1 : toCheck.indexOf(state.active);
    const index =
      at < 0 ? (step > 0 ? 0 : toCheck.length - 1) : (at + step + toCheck.length) % toCheck.length;
    const pointer = toCheck[index];
    if (pointer !== undefined) choose(pointer);
  };

  const takeAlternative = () => {
    const state = store.get();
    if (state.active === null) return;
    const field = fieldAt(state, state.active);
    const [next] = alternativesOf(field);
    if (next && !field.readOnly) store.dispatch(taken(state.active, next));
  };

  useShortcuts(t.review.group.invoice, [
    { keys: "Mod+Enter", label: t.shortcuts.confirm, run: () => actions.confirm?.() },
    { keys: "Alt+KeyR", label: t.review.reject, run: () => actions.reject?.() },
    { keys: "Alt+KeyG", label: t.review.retry, run: () => actions.retry?.() },
    { keys: "Mod+z", label: t.action.undo, run: () => actions.undo?.() },
    { keys: "Mod+Shift+z", label: t.action.redo, run: () => actions.redo?.() },
    { keys: "Mod+y", label: t.action.redo, run: () => actions.redo?.(), hidden: true },
    { keys: "Alt+ArrowDown", label: t.shortcuts.nextToCheck, run: () => goToNextCheck(1) },
    { keys: "Alt+ArrowUp", label: t.shortcuts.previousToCheck, run: () => goToNextCheck(-1) },
    { keys: "Alt+KeyA", label: t.shortcuts.alternative, run: takeAlternative },
    { keys: "Escape", label: t.shortcuts.leave, run: leaveField },
  ]);
}
