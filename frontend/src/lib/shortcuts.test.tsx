// @vitest-environment jsdom
import { fireEvent, render, screen } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import { useShortcuts } from "./shortcuts";

function Keys({ keys, run }: { keys: string; run: () => void }) {
  useShortcuts("Keys", [{ keys, label: keys, run }]);
  return <input aria-label="Name" />;
}

describe("a shortcut", () => {
  it.each([
    ["Plus", { key: "+", code: "NumpadAdd" }],
    ["Plus", { key: "+", code: "Equal", shiftKey: true }], // as on an American keyboard
    ["?", { key: "?", code: "Slash", shiftKey: true }],
    ["-", { key: "-", code: "Minus" }],
    ["x", { key: "x", code: "KeyX" }],
    ["Shift+X", { key: "X", code: "KeyX", shiftKey: true }],
    ["Alt+KeyN", { key: "ñ", code: "KeyN", altKey: true }],
  ])("%s is run by %j, and not while somebody types unless it has Alt", (keys, press) => {
    const run = vi.fn();
    render(<Keys keys={keys} run={run} />);
    fireEvent.keyDown(document.body, press);
    expect(run).toHaveBeenCalledTimes(1);
    fireEvent.keyDown(screen.getByRole("textbox"), press);
    expect(run).toHaveBeenCalledTimes(keys.startsWith("Alt") ? 2 : 1);
  });

  it.each([
    ["x", { key: "X", code: "KeyX", shiftKey: true }],
    ["Shift+X", { key: "x", code: "KeyX" }],
    ["Plus", { key: "+", code: "Equal", ctrlKey: true }],
  ])("%s is not run by %j", (keys, press) => {
    const run = vi.fn();
    render(<Keys keys={keys} run={run} />);
    fireEvent.keyDown(document.body, press);
    expect(run).not.toHaveBeenCalled();
  });
});
