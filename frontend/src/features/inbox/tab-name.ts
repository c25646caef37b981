import type { Messages } from "@/lib/i18n/en";
import type { Tab } from "./search";

export const tabName = (tab: Tab, t: Messages): string =>
  tab === "open" || tab === "all" ? t.inbox.tabs[tab] : t.statuses[tab];
