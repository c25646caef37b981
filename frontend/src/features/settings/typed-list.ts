/** What was typed between separators, without blanks around it; nothing between two of them is nothing. */
export const listOf = (typed: string, separator = ","): string[] =>
  typed
    .split(separator)
    .map((part) => part.trim())
    .filter((part) => part !== "");
