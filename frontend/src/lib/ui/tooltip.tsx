import { Tooltip as Base } from "@base-ui/react/tooltip";
import type { ReactElement } from "react";
import { Kbd } from "./kbd";
import styles from "./tooltip.module.css";

export const TooltipProvider = Base.Provider;

interface Props {
  text: string;
  shortcut?: string | undefined;
  children: ReactElement;
}

/** A hint on hover and on keyboard focus; the trigger keeps its own accessible name. */
export function Tooltip({ text, shortcut, children }: Props) {
  return (
    <Base.Root
      onOpenChange={(_, details) => {
        // Escape is for what the trigger stands in, a dialog say; the hint goes with it.
        if (details.reason === "escape-key") details.allowPropagation();
      }}
    >
      <Base.Trigger render={children} />
      <Base.Portal>
        <Base.Positioner sideOffset={6} className={styles["positioner"]}>
          <Base.Popup className={styles["popup"]}>
            {text}
            {shortcut && <Kbd keys={shortcut} />}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
