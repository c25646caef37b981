// @vitest-environment jsdom
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { renderHook } from "@testing-library/react";
import type { ReactNode } from "react";
import { describe, expect, it, vi } from "vitest";
import { keys } from "@/lib/api/keys";
import type { ApiAction, Me } from "@/lib/api/types";
import { I18nProvider } from "@/lib/i18n/i18n";
import { useAcceptedTypes } from "./accepted-types";
import { useMay } from "./me";

const reviewer: Me = {
  name: "Rosa",
  role: "reviewer",
  actions: ["upload", "correct", "confirm", "reject", "retry", "export"],
  auth: "required",
  extractor: "local",
  sends_to_model: false,
  max_upload_mb: 25,
  max_files_per_upload: 20,
  accepted_types: [
    { media_type: "application/pdf", extensions: [".pdf"], label: "PDF" },
    { media_type: "image/heic", extensions: [".heic", ".heif"], label: "HEIC" },
    { media_type: "application/xml", extensions: [".xml"], label: "XML e-invoice" },
  ],
};

function within(me: Me | null) {
  // A server that has not answered yet.
  vi.stubGlobal("fetch", () => new Promise(() => undefined));
  const client = new QueryClient();
  if (me) client.setQueryData(keys.me, me);
  return ({ children }: { children: ReactNode }) => (
    <QueryClientProvider client={client}>
      <I18nProvider>{children}</I18nProvider>
    </QueryClientProvider>
  );
}

const ACTIONS: readonly ApiAction[] = [
  "upload",
  "correct",
  "confirm",
  "reject",
  "retry",
  "delete",
  "export",
  "manage_keys",
];

describe("what is offered", () => {
  const offered = (me: Me | null) => {
    const { result } = renderHook(useMay, { wrapper: within(me) });
    return ACTIONS.filter(result.current);
  };

  it("is what the server lists: a reviewer does not delete", () => {
    expect(offered(reviewer)).toEqual(["upload", "correct", "confirm", "reject", "retry", "export"]);
  });

  it("does not depend on the role's name", () => {
    expect(offered({ ...reviewer, role: "admin", actions: ["export"] })).toEqual(["export"]);
  });

  it("is nothing before the server has answered", () => {
    expect(offered(null)).toEqual([]);
  });
});

describe("the files that may be chosen", () => {
  it("are those that the server takes, HEIC too", () => {
    const { result } = renderHook(useAcceptedTypes, { wrapper: within(reviewer) });
    expect(result.current.accept).toBe("application/pdf,.pdf,image/heic,.heic,.heif,application/xml,.xml");
    expect(result.current.words).toMatch(/^PDF, HEIC,? or XML e-invoice$/);
  });
});
