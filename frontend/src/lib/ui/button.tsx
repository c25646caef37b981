import type { ComponentProps } from "react";
import styles from "./button.module.css";

interface Look {
  variant?: "primary" | "danger" | "plain" | "quiet";
  small?: boolean;
}

export function Button({
  variant = "plain",
  small,
  className,
  type = "button",
  ...props
}: ComponentProps<"button"> & Look) {
  return <button type={type} className={classes(variant, small, false, className)} {...props} />;
}

interface IconButtonProps extends ComponentProps<"button">, Look {
  /** What it does: the accessible name, and the tip beside it. */
  label: string;
  /** Shown in the tip. */
  shortcut?: string;
}

export function IconButton({
  label,
  shortcut,
  variant = "quiet",
  small,
  className,
  ...props
}: IconButtonProps) {
  return (
    <button
      type="button"
      aria-label={label}
      data-tip={shortcut ?? ""}
      className={classes(variant, small, true, className)}
      {...props}
    />
  );
}

function classes(
  variant: string,
  small: boolean | undefined,
  icon: boolean,
  className: string | undefined,
): string {
  return [styles["button"], styles[variant], small && styles["small"], icon && styles["icon"], className]
    .filter(Boolean)
    .join(" ");
}
