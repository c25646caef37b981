/** From one field to check to the next by Enter, and after the last one to Confirm. */
import { useCallback, useEffect, useMemo, type KeyboardEvent } from "react";
import { kindOf } from "@/lib/invoices/fields";
import { takingNext } from "./alternatives";
import { inputId } from "./components/review-context";
import { acceptedAt, fieldsToCheck, isChanged, nextToCheck } from "./draft/fields-to-check";
import { fieldFor } from "./fields";
import { focusField } from "./focus-field";
import { isReadOnly, type ReviewStore } from "./review-store";

export const CONFIRM_ID = "confirm";

export interface CheckFlow {
  /** Leads to the field of a value, wherever it stands. */
  choose: (pointer: string) => void;
  /** Leads to the next field to check, or the one before. */
  step: (step: 1 | -1) => void;
  /** Takes the next reading of the field at hand. */
  takeAlternative: (step: 1 | -1) => boolean;
  /** For the element around all fields. */
  onKeyDownCapture: (event: KeyboardEvent) => void;
}

/** `show`: brings the fields into sight, behind whatever is shown instead of them. */
export function useCheckFlow(store: ReviewStore, editable: boolean, show: () => void): CheckFlow {
  const choose = useCallback(
    (pointer: string) => {
      const field = fieldFor(pointer) ?? pointer;
      show();
      store.activate(field);
      focusField(field);
    },
    [store, show],
  );

  useEffect(() => {
    // A phone would show its keyboard over half of the invoice.
    if (!editable || matchMedia("(pointer: coarse)").matches) return;
    goTo(fieldsToCheck(store.get())[0] ?? null, choose);
  }, [editable, store, choose]);

  return useMemo(() => {
    const takeAlternative = (step: 1 | -1) => {
      const taking = takingNext(store.get(), step);
      if (taking) store.dispatch(taking);
      return taking !== null;
    };
    return {
      choose,
      step: (step) => {
        const { active } = store.get();
        const toCheck = fieldsToCheck(store.get());
        const next = nextToCheck(toCheck, active, step) ?? toCheck[0];
        if (next !== undefined) choose(next);
      },
      takeAlternative,
      onKeyDownCapture: (event) => {
        const field = fieldOf(event.target);
        const plain = !event.altKey && !event.ctrlKey && !event.metaKey && !event.shiftKey;
        if (field === null || !plain || event.nativeEvent.isComposing || isReadOnly(store.get())) return;
        const taken =
          event.key === "Enter"
            ? goesOn(store, field, event.target) && (event.repeat || accept(store, field, choose))
            : (event.key === "ArrowDown" || event.key === "ArrowUp") &&
              isOneLine(event.target) &&
              !inTable(field) &&
              takeAlternative(event.key === "ArrowDown" ? 1 : -1);
        if (!taken) return;
        event.preventDefault();
        event.stopPropagation();
      },
    };
  }, [store, choose]);
}

/** Whether Enter goes on from here: in a table it goes down the column, unless the cell is to be checked; a code is added first. */
function goesOn(store: ReviewStore, field: string, target: EventTarget): boolean {
  if (kindOf(field) === "codes" && target instanceof HTMLInputElement && target.value.trim() !== "")
    return false;
  return !inTable(field) || fieldsToCheck(store.get()).includes(field);
}

/** Accepts what is in the field, and goes on; stays where the value is none. */
function accept(store: ReviewStore, field: string, choose: (pointer: string) => void): true {
  const state = store.get();
  if (state.problems.has(field) || field in state.draft.refused) return true;
  // What was typed is no doubtful value, and has yet to be checked.
  if (!isChanged(state, field)) store.accept(acceptedAt(state, field));
  goTo(nextToCheck(fieldsToCheck(store.get()), field), choose);
  return true;
}

function goTo(field: string | null, choose: (pointer: string) => void): void {
  if (field !== null) choose(field);
  else document.getElementById(CONFIRM_ID)?.focus();
}

/** The field whose input an event came from. */
function fieldOf(target: EventTarget): string | null {
  const prefix = inputId("");
  return target instanceof HTMLElement && target.id.startsWith(`${prefix}/`)
    ? target.id.slice(prefix.length)
    : null;
}

const inTable = (field: string): boolean => /\/\d+\//.test(field);

const isOneLine = (target: EventTarget): boolean => target instanceof HTMLInputElement;
