// @vitest-environment jsdom
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useEffect, useState } from "react";
import { expect, it, vi } from "vitest";
import { DrawnAhead } from "./drawn-ahead";

const shown = vi.fn();
const left = vi.fn();
const drawn = vi.fn();

function Pages() {
  const [count, setCount] = useState(0);
  drawn(count);
  useEffect(() => {
    shown(document.getElementById("count")?.textContent);
    return left;
  }, []);
  return (
    <button id="count" onClick={() => setCount(count + 1)}>
      {count}
    </button>
  );
}

it("is drawn before it is visible, but neither in the document nor at work; then both, and gone with what showed it", async () => {
  const { rerender, unmount } = render(
    <DrawnAhead visible={false}>
      <Pages />
    </DrawnAhead>,
  );
  expect(drawn).toHaveBeenCalled();
  expect(document.getElementById("count")).toBeNull();
  expect(shown).not.toHaveBeenCalled();

  rerender(
    <DrawnAhead visible>
      <Pages />
    </DrawnAhead>,
  );
  expect(shown.mock.calls).toEqual([["0"]]);
  await userEvent.click(screen.getByRole("button", { name: "0" }));
  expect(screen.getByRole("button").textContent).toBe("1");

  unmount();
  expect(left).toHaveBeenCalledTimes(1);
  expect(document.getElementById("count")).toBeNull();
});
