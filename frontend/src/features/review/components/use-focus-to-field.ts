import { useLayoutEffect, useRef } from "react";
import { focusField } from "../focus-field";

/** For the element around the values offered for a field: the field gets the focus once the offer that had it is gone. */
export function useFocusToField(pointer: string) {
  const has = useRef(false);
  useLayoutEffect(() => {
    if (!has.current || document.activeElement !== document.body) return;
    has.current = false;
    focusField(pointer);
  });
  return {
    onFocus: () => {
      has.current = true;
    },
    onBlur: () => {
      has.current = false;
    },
  };
}
