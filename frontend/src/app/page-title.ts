/** What the browser calls each page: "To review (38) · Invoices". The review names its own invoice, and a seller's page the seller. */
import { countOf, inboxSearch, withDefaults } from "@/features/inbox/search";
import { tabName } from "@/features/inbox/tab-name";
import type { StatusSummary } from "@/lib/api/types";
import type { Messages } from "@/lib/i18n/en";
import type { Formats } from "@/lib/i18n/formats";

interface Place {
  pathname: string;
  search: Record<string, unknown>;
}

/** Pages that are named after what they show: "/review/7", "/sellers/12". */
const NAMES_ITSELF = /^\/(review|sellers)\/./;

/** The title of the page at this place; null: the page says it itself. */
export function titleOf(place: Place, counts: StatusSummary | undefined, t: Messages, f: Formats) {
  if (NAMES_ITSELF.test(place.pathname)) return null;
  return `${nameOf(place, counts, t, f)} · ${t.app.name}`;
}

function nameOf({ pathname, search }: Place, counts: StatusSummary | undefined, t: Messages, f: Formats) {
  const [, page = "", part = ""] = pathname.split("/");
  switch (page) {
    case "":
    case "inbox": {
      const { tab } = withDefaults(inboxSearch(search));
      const name = tabName(tab, t);
      return counts ? `${name} (${f.number(countOf(tab, counts))})` : name;
    }
    case "data":
      return t.data.title;
    case "sellers":
      return t.sellers.title;
    case "dashboard":
      return t.dashboard.title;
    case "settings":
      if (part === "automation" || part === "intake" || part === "webhooks" || part === "templates") {
        return t[part].title;
      }
      return part === "people" || part === "health" ? t.settings.pages[part] : t.settings.title;
    default:
      return t.app.notFound;
  }
}
