/** What the palette can do: the shortcuts that work right now, and the choices that have none. */
import { useNavigate } from "@tanstack/react-router";
import { LANGUAGES } from "@/lib/i18n/formats";
import { useI18n } from "@/lib/i18n/i18n";
import { useShortcutSections } from "@/lib/shortcuts";
import { setTheme, THEMES, useTheme } from "@/lib/theme";
import type { Command, CommandGroup } from "./command-groups";

/** Those of the screen first, then those of everywhere. */
export function useCommands(): readonly CommandGroup[] {
  const { t } = useI18n();
  const sections = useShortcutSections();
  const further = useFurther();
  const groups = sections.map(({ title, shortcuts }) => ({
    title,
    commands: shortcuts
      .filter(({ hidden, keyOnly }) => !hidden && !keyOnly)
      .map(({ keys, label, run }) => ({
        id: `${title} ${keys}`,
        label,
        keys,
        run,
      })),
  }));
  const isEverywhere = ({ title }: CommandGroup) => title === t.shortcuts.everywhere;
  return [
    ...groups.filter((group) => !isEverywhere(group)),
    ...groups.filter(isEverywhere),
    { title: t.palette.more, commands: further },
  ].filter(({ commands }) => commands.length > 0);
}

function useFurther(): readonly Command[] {
  const { t, language, setLanguage } = useI18n();
  const theme = useTheme();
  const navigate = useNavigate();
  const other = language === "en" ? "es" : "en";
  return [
    { id: "export", label: t.palette.export, run: () => void navigate({ to: "/data" }) },
    ...THEMES.filter((one) => one !== theme).map((one) => ({
      id: `theme ${one}`,
      label: t.palette.theme[one],
      run: () => setTheme(one),
    })),
    { id: "language", label: t.palette.language(LANGUAGES[other]), run: () => setLanguage(other) },
  ];
}
