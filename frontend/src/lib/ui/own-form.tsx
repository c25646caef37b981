import type { ComponentProps } from "react";

/**
 * Some fields of many: a form of their own for the browser. Whenever something is typed, Chromium looks at every field of
 * the same form for what it could fill in, which takes longer than drawing it where there are hundreds. Nothing is sent.
 */
export function OwnForm(props: Omit<ComponentProps<"form">, "role" | "onSubmit">) {
  return <form role="presentation" onSubmit={(event) => event.preventDefault()} {...props} />;
}
