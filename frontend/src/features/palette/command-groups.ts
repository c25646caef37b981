/** Commands in groups, and which of them a text asks for. */
import { folded } from "@/lib/folded";

export interface Command {
  id: string;
  label: string;
  /** The keys that do the same. */
  keys?: string;
  run: () => void;
}

export interface CommandGroup {
  title: string;
  commands: readonly Command[];
}

/** The commands that have every word of the text at the beginning of one of their own, whatever the case and accents. */
export function commandsFor(groups: readonly CommandGroup[], text: string): readonly CommandGroup[] {
  const wanted = wordsOf(text);
  const isWanted = ({ label }: Command) => {
    const words = wordsOf(label);
    return wanted.every((beginning) => words.some((word) => word.startsWith(beginning)));
  };
  return groups
    .map(({ title, commands }) => ({ title, commands: commands.filter(isWanted) }))
    .filter(({ commands }) => commands.length > 0);
}

const wordsOf = (text: string): string[] => folded(text).match(/[\p{L}\p{N}]+/gu) ?? [];
