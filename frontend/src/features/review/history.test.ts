import { describe, expect, it } from "vitest";
import type { AuditEvent, AuditEventType } from "@/lib/api/types";
import { withoutEndedStarts } from "./history";

const trail = (...types: AuditEventType[]): AuditEvent[] =>
  types.map((type, id) => ({ id, type, actor: "system", created_at: "2026-11-22T10:00:00Z", data: null }));
const shown = (...types: AuditEventType[]) => withoutEndedStarts(trail(...types)).map(({ type }) => type);

describe("the history", () => {
  it("shows a step of the machine as one line, the one that ended it", () => {
    expect(
      shown("uploaded", "ocr.started", "ocr.finished", "extract.started", "extract.finished", "confirmed"),
    ).toEqual(["uploaded", "ocr.finished", "extract.finished", "confirmed"]);
  });

  it("shows a start that has no ending yet, or never got one", () => {
    expect(shown("uploaded", "ocr.started")).toEqual(["uploaded", "ocr.started"]);
    expect(shown("ocr.started", "ocr.started", "ocr.finished")).toEqual(["ocr.started", "ocr.finished"]);
  });

  it("ends each attempt by its own ending", () => {
    expect(shown("ocr.started", "ocr.postponed", "ocr.started", "ocr.failed", "retried")).toEqual([
      "ocr.postponed",
      "ocr.failed",
      "retried",
    ]);
  });

  it("does not take the end of one stage for the end of the other", () => {
    expect(shown("extract.started", "ocr.finished")).toEqual(["extract.started", "ocr.finished"]);
  });
});
