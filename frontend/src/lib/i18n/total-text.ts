/** How many rows a list has, in words: "1,234", or "more than 10,000". */
import type { Formats } from "./formats";
import type { Messages } from "./en";

export const totalText = (total: number, isExact: boolean, t: Messages, f: Formats): string =>
  isExact ? f.number(total) : t.inbox.moreThan(f.number(total));
