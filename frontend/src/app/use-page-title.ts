import { useRouterState } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { useI18n } from "@/lib/i18n/i18n";
import { useStatusSummary } from "@/lib/invoices/status-summary";
import { titleOf } from "./page-title";

/** Names the page in the tab; and gives the focus to its content when what had it went away with the last page. */
export function usePageTitle(): void {
  const { t, f } = useI18n();
  const counts = useStatusSummary().data;
  const pathname = useRouterState({ select: (state) => state.location.pathname });
  const search = useRouterState({ select: (state) => state.location.search as Record<string, unknown> });
  const title = titleOf({ pathname, search }, counts, t, f);

  useEffect(() => {
    if (title !== null) document.title = title;
  }, [title]);

  const shown = useRef(pathname);
  useEffect(() => {
    if (shown.current === pathname) return;
    shown.current = pathname;
    if (document.activeElement === document.body) document.getElementById("content")?.focus();
  }, [pathname]);
}
