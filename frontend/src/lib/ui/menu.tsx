import { Menu as Base } from "@base-ui/react/menu";
import type { ReactElement, ReactNode } from "react";
import styles from "./menu.module.css";

interface MenuProps {
  trigger: ReactElement;
  children: ReactNode;
  /** Of a menu that a key opens, too. */
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
}

export function Menu({ trigger, children, ...control }: MenuProps) {
  return (
    <Base.Root modal={false} {...control}>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner sideOffset={4} align="end" className={styles["positioner"]}>
          <Base.Popup className={styles["popup"]}>{children}</Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

interface ItemProps {
  onClick: () => void;
  danger?: boolean;
  disabled?: boolean;
  children: ReactNode;
}

export function MenuItem({ onClick, danger, disabled, children }: ItemProps) {
  return (
    <Base.Item
      className={`${styles["item"] ?? ""} ${danger ? (styles["danger"] ?? "") : ""}`}
      onClick={onClick}
      disabled={disabled ?? false}
    >
      {children}
    </Base.Item>
  );
}

interface CheckItemProps {
  checked: boolean;
  onChange: (checked: boolean) => void;
  children: ReactNode;
}

export function MenuCheckItem({ checked, onChange, children }: CheckItemProps) {
  return (
    <Base.CheckboxItem className={styles["item"]} checked={checked} onCheckedChange={onChange}>
      <span className={styles["mark"]} aria-hidden>
        <Base.CheckboxItemIndicator>✓</Base.CheckboxItemIndicator>
      </span>
      {children}
    </Base.CheckboxItem>
  );
}
