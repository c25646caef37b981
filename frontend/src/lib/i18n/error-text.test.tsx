// @vitest-environment jsdom
import { renderHook } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import { es } from "./es";
import { useErrorText } from "./error-text";

vi.mock("./i18n", () => ({ useI18n: () => ({ t: es, language: "es" }) }));

describe("an error in Spanish", () => {
  const { result } = renderHook(() => useErrorText());

  it.each([
    [
      "too-many-pages",
      "This document has 600 pages; at most 300 are allowed.",
      "Este documento tiene 600 páginas; se admiten 300 como máximo.",
    ],
    ["too-many-pages", "This document has too many pages.", "Este documento tiene demasiadas páginas."],
    [
      "file-too-large",
      "The file is larger than the limit of 25 MB.",
      "El archivo supera el límite de 25 MB.",
    ],
    ["a-new-code", "Something new.", "Something new."],
  ])("of the code %s says what “%s” says", (code, message, text) => {
    expect(result.current({ code, message })).toBe(text);
  });
});
