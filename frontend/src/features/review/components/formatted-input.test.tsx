// @vitest-environment jsdom
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { describe, expect, it } from "vitest";
import { FormattedInput } from "./formatted-input";

function Amount({ initial }: { initial: string }) {
  const [value, setValue] = useState<string | null>(initial);
  return (
    <FormattedInput
      value={value}
      show={(text) => `${text} shown`}
      edit={(text) => text}
      read={(text) =>
        /^\d+$/.test(text) ? { value: text } : text === "a dozen" ? { value: "12" } : { reason: "none" }
      }
      onValue={setValue}
    />
  );
}

const input = () => screen.getByRole<HTMLInputElement>("textbox");

describe("a value that is written in one form and kept in another", () => {
  it("is replaced by what is typed, in the form that is edited; afterwards it is shown in the other", async () => {
    render(<Amount initial="1234" />);
    expect(input().value).toBe("1234 shown");
    await userEvent.tab();
    expect(input().value).toBe("1234");
    await userEvent.keyboard("5");
    expect(input().value).toBe("5");
    await userEvent.tab();
    expect(input().value).toBe("5 shown");
  });

  it("shows what is taken while it is written otherwise, and nothing for what is no value", async () => {
    render(<Amount initial="1" />);
    await userEvent.tab();
    await userEvent.keyboard("a doz");
    expect(screen.queryByRole("status")).toBeNull();
    await userEvent.keyboard("en");
    expect(screen.getByRole("status")).toHaveTextContent("= 12 shown");
    await userEvent.tab();
    expect(screen.queryByRole("status")).toBeNull();
    expect(input().value).toBe("12 shown");
  });

  it("says nothing beside what is written in the form that is edited", async () => {
    render(<Amount initial="1" />);
    await userEvent.tab();
    await userEvent.keyboard("12");
    expect(screen.queryByRole("status")).toBeNull();
  });

  it("keeps what is no value as it was typed", async () => {
    render(<Amount initial="1" />);
    await userEvent.tab();
    await userEvent.keyboard("many");
    await userEvent.tab();
    expect(input().value).toBe("many shown");
  });
});
