import { Popover as Base } from "@base-ui/react/popover";
import type { ReactElement, ReactNode } from "react";
import styles from "./menu.module.css";

interface Props {
  trigger: ReactElement;
  /** For screen readers: what it is about. */
  label: string;
  children: ReactNode;
}

/** A small panel beside its button; Escape and a click elsewhere close it. */
export function Popover({ trigger, label, children }: Props) {
  return (
    <Base.Root>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner sideOffset={4} align="end" className={styles["positioner"]}>
          <Base.Popup className={`${styles["popup"] ?? ""} ${styles["panel"] ?? ""}`} aria-label={label}>
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
