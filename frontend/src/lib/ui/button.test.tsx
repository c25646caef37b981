// @vitest-environment jsdom
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { expect, it, vi } from "vitest";
import { Button, IconButton } from "./button";

/** Two buttons that can be pressed once each. */
function Once({ onPress, onSubmit }: { onPress: () => void; onSubmit: () => void }) {
  const [pressed, setPressed] = useState<readonly string[]>([]);
  const press = (name: string) => () => {
    setPressed((before) => [...before, name]);
    onPress();
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit();
      }}
    >
      <Button type="submit" disabled={pressed.includes("text")} onClick={press("text")}>
        Accept
      </Button>
      <IconButton label="Next" disabled={pressed.includes("icon")} onClick={press("icon")} />
    </form>
  );
}

it.each(["Accept", "Next"])(
  "%s keeps the focus when it becomes disabled, and does nothing more",
  async (name) => {
    const onPress = vi.fn();
    const onSubmit = vi.fn();
    render(<Once onPress={onPress} onSubmit={onSubmit} />);
    const button = screen.getByRole("button", { name });
    button.focus();
    await userEvent.keyboard("{Enter}");
    expect(onPress).toHaveBeenCalledOnce();
    expect(button).toHaveFocus();
    expect(button).toBeEnabled();
    expect(button).toHaveAttribute("aria-disabled", "true");
    const submitted = onSubmit.mock.calls.length;
    await userEvent.keyboard("{Enter}");
    expect(onPress).toHaveBeenCalledOnce();
    expect(onSubmit).toHaveBeenCalledTimes(submitted);
    await userEvent.tab();
    expect(button).toBeDisabled();
  },
);
