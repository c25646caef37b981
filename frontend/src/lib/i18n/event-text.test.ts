import { describe, expect, it } from "vitest";
import type { AuditEventData, AuditEventType } from "@/lib/api/types";
import { en } from "./en";
import { es } from "./es";
import { eventText } from "./event-text";
import { formatsFor } from "./formats";

const english = (type: AuditEventType, data: Record<string, unknown> | null = null) =>
  eventText({ type, data }, en, formatsFor("en-GB"));
const spanish = (type: AuditEventType, data: Record<string, unknown> | null = null) =>
  eventText({ type, data }, es, formatsFor("es-ES"));

const read: AuditEventData["ocr.finished"] = {
  seconds: 8.04,
  pages: 2,
  sources: ["text_layer"],
  from_cache: false,
};
const found: AuditEventData["extract.finished"] = {
  seconds: 0.41,
  extractor: "local",
  findings: ["zero-total", "BR-02"],
};

describe("the history", () => {
  it("shows a step of the machine in one line", () => {
    expect(english("ocr.finished", read)).toBe("Read in 8 s, 2 pages, by text layer");
    expect(spanish("ocr.finished", read)).toBe("Leída en 8 s, 2 páginas, por capa de texto");
    expect(english("extract.finished", found)).toBe("Data found in 0.4 s by this server, 2 findings");
    expect(spanish("extract.finished", found)).toBe(
      "Datos encontrados en 0,4 s por este servidor, 2 hallazgos",
    );
  });

  it("names the errors that were confirmed over", () => {
    expect(english("confirmed", { open_errors: [] })).toBe("Confirmed");
    expect(english("confirmed", { open_errors: ["BR-CO-15"] })).toBe("Confirmed, 1 error accepted: BR-CO-15");
    expect(spanish("confirmed", { open_errors: ["BR-CO-15", "BR-02"] })).toBe(
      "Confirmada, 2 errores aceptados: BR-CO-15, BR-02",
    );
  });

  it("names two recognisers of the same kind once, and says when nothing was read anew", () => {
    const sources: AuditEventData["ocr.finished"]["sources"] = ["text_layer", "tesseract", "rapidocr"];
    expect(english("ocr.finished", { ...read, pages: 1, sources, from_cache: true })).toBe(
      "Read in 8 s, 1 page, by text layer and character recognition, kept from an earlier reading of the same file",
    );
  });

  it("counts attempts from the second on", () => {
    expect(english("ocr.started", { attempt: 1 })).toBe("Reading started");
    expect(english("ocr.started", { attempt: 2 })).toBe("Reading started, attempt 2");
    expect(spanish("extract.started", { attempt: 3 })).toBe("Búsqueda de datos iniciada, intento 3");
  });

  it("says why a step was put off and when it is tried again", () => {
    const data = { code: "unavailable", attempt: 1, next_attempt_at: "2026-11-22T12:00:00Z" };
    expect(english("ocr.postponed", data)).toMatch(
      /^Reading postponed: A required service is not available\. .* Next attempt at 22 Nov 2026, \d\d:00\.$/,
    );
    expect(spanish("ocr.postponed", data)).toMatch(
      /^Lectura aplazada: Un servicio necesario .* Se reintenta el 22 nov 2026, \d\d?:00\.$/,
    );
    expect(english("extract.failed", { code: "code-of-tomorrow" })).toBe(
      "Finding the data failed: code-of-tomorrow",
    );
  });

  it("never shows digests, nor that the first attempt was the first", () => {
    const data = { size: 120_000, content_type: "application/pdf", sha256: "abc123", attempt: 1 };
    expect(english("uploaded", data)).toBe("Received, 120 kB");
    expect(spanish("uploaded", data)).toBe("Recibida, 120 kB");
  });

  it.each(Object.keys(en.review.history.events) as AuditEventType[])(
    "has a line for %s in both languages, even when nothing was stored with it",
    (type) => {
      for (const line of [english(type), spanish(type)]) {
        expect(line).toMatch(/^\p{Lu}/u);
        expect(line).not.toMatch(/undefined|null|NaN/);
      }
      expect(english(type)).not.toBe(spanish(type));
    },
  );
});
