// @vitest-environment jsdom
import { fireEvent, render, screen, waitFor } from "@testing-library/react";
import { expect, it } from "vitest";
import { IconButton } from "./button";
import { Tips } from "./tips";

function boxed(element: HTMLElement, { text, box }: { text: number; box: number }): HTMLElement {
  Object.defineProperty(element, "scrollWidth", { value: text });
  Object.defineProperty(element, "clientWidth", { value: box });
  return element;
}

function show() {
  render(
    <>
      <input aria-label="Description" defaultValue="A very long description of a line" />
      <input aria-label="Key" type="password" defaultValue="a very secret key" />
      <p style={{ textOverflow: "ellipsis" }}>
        <b>Van Dijk Bedrijfsfietsen B.V.</b>
      </p>
      <IconButton label="Undo" shortcut="Mod+Z">
        <svg data-testid="icon" />
      </IconButton>
      <Tips />
    </>,
  );
}
const popup = () => document.querySelector("[data-open][aria-hidden]");

it("shows the whole of a value that its field cuts, on focus, until it is typed in", async () => {
  show();
  const input = boxed(screen.getByLabelText("Description"), { text: 300, box: 100 });
  input.focus();
  await waitFor(() => expect(popup()).toHaveTextContent("A very long description of a line"));
  fireEvent.input(input);
  await waitFor(() => expect(popup()).toBeNull());
});

it("shows the whole of a text that ends in dots, under the pointer; Escape puts it away", async () => {
  show();
  const inside = screen.getByText("Van Dijk Bedrijfsfietsen B.V.");
  boxed(inside.parentElement ?? inside, { text: 300, box: 100 });
  fireEvent.pointerOver(inside);
  await waitFor(() => expect(popup()).toHaveTextContent("Van Dijk Bedrijfsfietsen B.V."));
  fireEvent.keyDown(document.body, { key: "Escape" });
  await waitFor(() => expect(popup()).toBeNull());
});

it("shows nothing beside a text that is whole, or secret", async () => {
  show();
  const whole = boxed(screen.getByLabelText("Description"), { text: 100, box: 100 });
  whole.focus();
  await new Promise((resolve) => setTimeout(resolve, 400));
  expect(popup()).toBeNull();
  boxed(screen.getByLabelText("Key"), { text: 300, box: 100 }).focus();
  await new Promise((resolve) => setTimeout(resolve, 400));
  expect(popup()).toBeNull();
});

it("names an icon button and its keys while the pointer is over it", async () => {
  show();
  fireEvent.pointerOver(screen.getByTestId("icon"));
  await waitFor(() => expect(popup()).toHaveTextContent("UndoCtrlZ"));
  fireEvent.pointerDown(screen.getByTestId("icon"));
  await waitFor(() => expect(popup()).toBeNull());
});
