import { useState, type ComponentProps } from "react";
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
  const kept = useKeptFocus(props);
  return <button type={type} className={classes(variant, small, false, className)} {...props} {...kept} />;
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
  const kept = useKeptFocus(props);
  return (
    <button
      type="button"
      aria-label={label}
      data-tip={shortcut ?? ""}
      className={classes(variant, small, true, className)}
      {...props}
      {...kept}
    />
  );
}

/**
 * Browsers take the focus from a button that becomes disabled, and whoever uses the keyboard begins at the top of the page
 * again. One that has the focus keeps it: it is called disabled and does nothing, and is disabled once the focus is gone.
 */
function useKeptFocus({
  disabled,
  onFocus,
  onBlur,
  onClick,
}: ComponentProps<"button">): ComponentProps<"button"> {
  const [focused, setFocused] = useState(false);
  return {
    disabled: disabled && !focused,
    ...(disabled && focused && { "aria-disabled": true }),
    onFocus: (event) => {
      setFocused(true);
      onFocus?.(event);
    },
    onBlur: (event) => {
      setFocused(false);
      onBlur?.(event);
    },
    onClick: (event) => {
      if (disabled) event.preventDefault();
      else onClick?.(event);
    },
  };
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
