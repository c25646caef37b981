import { describe, expect, it } from "vitest";
import { en } from "@/lib/i18n/en";
import { es } from "@/lib/i18n/es";
import { formatsFor } from "@/lib/i18n/formats";
import { titleOf } from "./page-title";

const summary = { processing: 2, waiting_validation: 1038, processed: 5, rejected: 0, failed: 1 };
const counts = { summary, is_exact: true, postponed: 0 };
const inEnglish = (pathname: string, search = {}) =>
  titleOf({ pathname, search }, counts, en, formatsFor("en-GB"));

describe("the title of a page", () => {
  it.each([
    ["/inbox", {}, "Open (1,041) · Invoices"],
    ["/inbox", { tab: "waiting_validation" }, "To review (1,038) · Invoices"],
    ["/inbox", { tab: "rejected" }, "Rejected (0) · Invoices"],
    ["/data", {}, "Confirmed data · Invoices"],
    ["/sellers", {}, "Sellers · Invoices"],
    ["/dashboard", {}, "Dashboard · Invoices"],
    ["/settings", {}, "Settings · Invoices"],
    ["/settings/people", {}, "People and keys · Invoices"],
    ["/settings/automation", {}, "Automation · Invoices"],
    ["/settings/health", {}, "Health · Invoices"],
    ["/nowhere", {}, "This page does not exist. · Invoices"],
  ])("%s %j is %s", (pathname, search, title) => {
    expect(inEnglish(pathname, search)).toBe(title);
  });

  it("counts nothing before the counts have come, and is the page's own for an invoice and for a seller", () => {
    expect(titleOf({ pathname: "/inbox", search: {} }, undefined, es, formatsFor("es-ES"))).toBe(
      "Abiertas · Facturas",
    );
    expect(inEnglish("/review/7")).toBeNull();
    expect(inEnglish("/sellers/7")).toBeNull();
  });
});
