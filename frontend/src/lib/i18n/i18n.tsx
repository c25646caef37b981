/** Words and formats in the reader's language: `useI18n()` gives `t` (typed messages) and `f` (formats). */
import { createContext, use, useEffect, useMemo, useState, type ReactNode } from "react";
import { stored, store } from "@/lib/preferences";
import { en, type Messages } from "./en";
import { formatsFor, localeOf, type Formats, type Language } from "./formats";

interface I18n {
  language: Language;
  setLanguage: (language: Language) => void;
  t: Messages;
  f: Formats;
}

const I18nContext = createContext<I18n | null>(null);

function initialLanguage(): Language {
  const chosen = stored("language");
  if (chosen === "en" || chosen === "es") return chosen;
  return navigator.language.toLowerCase().startsWith("es") ? "es" : "en";
}

/** Spanish is loaded when it is wanted; until then English stands, never an empty page. */
const loaders: Record<Language, () => Promise<Messages>> = {
  en: () => Promise.resolve(en),
  es: () => import("./es").then((module) => module.es),
};

export function I18nProvider({ children }: { children: ReactNode }) {
  const [language, setLanguage] = useState(initialLanguage);
  const [messages, setMessages] = useState<{ language: Language; t: Messages }>({ language: "en", t: en });

  useEffect(() => {
    let current = true;
    void loaders[language]().then((t) => {
      if (!current) return;
      setMessages({ language, t });
      document.documentElement.lang = language;
    });
    return () => {
      current = false;
    };
  }, [language]);

  const value = useMemo<I18n>(
    () => ({
      language,
      setLanguage: (next) => {
        store("language", next);
        setLanguage(next);
      },
      t: messages.t,
      f: formatsFor(localeOf(messages.language, navigator.languages)),
    }),
    [language, messages],
  );
  // The chosen language's words have not come yet: a blink of nothing is calmer than a blink of English.
  if (messages.language !== language && language !== "en") return null;
  return <I18nContext value={value}>{children}</I18nContext>;
}

export function useI18n(): I18n {
  const value = use(I18nContext);
  if (!value) throw new Error("useI18n needs an I18nProvider above it.");
  return value;
}
