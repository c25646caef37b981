/** What a flow costs the hands: every key and every typed text that a test sends goes through here and is counted. */
import type { Page } from "@playwright/test";

export interface Cost {
  /** Keys pressed; a chord such as "Control+Enter" is one. */
  keys: number;
  /** Texts typed: each is one, however long it is. */
  texts: number;
}

export interface Keystrokes {
  press: (key: string) => Promise<void>;
  type: (text: string) => Promise<void>;
  /** What was spent since the last `reset`, or since the beginning: `{ keys: 3, texts: 1 }`. */
  spent: () => Cost;
  /** Begins to count anew, behind what only prepares the flow. */
  reset: () => void;
}

/** The keyboard of a page that counts. Keys sent by `page.keyboard` itself are not counted. */
export function keystrokes({ keyboard }: Pick<Page, "keyboard">): Keystrokes {
  let spent: Cost = { keys: 0, texts: 0 };
  return {
    press: (key) => {
      spent = { ...spent, keys: spent.keys + 1 };
      return keyboard.press(key);
    },
    type: (text) => {
      spent = { ...spent, texts: spent.texts + 1 };
      return keyboard.type(text);
    },
    spent: () => spent,
    reset: () => {
      spent = { keys: 0, texts: 0 };
    },
  };
}
