// @vitest-environment jsdom
import { expect, test } from "vitest";
import { ApiError, UnreachableError } from "@/lib/api/errors";
import type { Finding } from "@/lib/api/types";
import { errorCodes, openFindings } from "./confirm-invoice";
import { versionIn } from "./decision";

const finding = (code: Finding["code"], level: Finding["level"]): Finding => ({
  code,
  level,
  message: "",
  pointers: [],
  scope: "values",
  params: null,
});

const refused = (code: string, details: unknown[]) =>
  new ApiError(409, { error: "This invoice has errors.", code, details });

test("the findings of a refused confirm are those of the answer, and nothing that is no finding", () => {
  const open = finding("BR-CO-15", "error");
  expect(openFindings(refused("findings-open", [open, { parameter: "if" }]))).toEqual([open]);
});

test("another refusal has no findings", () => {
  expect(openFindings(refused("invalid-state", [finding("BR-CO-15", "error")]))).toBeNull();
  expect(openFindings(new UnreachableError())).toBeNull();
});

test("what is accepted are the errors that were shown, each code once", () => {
  const findings = [
    finding("BR-CO-17", "error"),
    finding("BR-CO-17", "error"),
    finding("BR-CO-25", "warning"),
    finding("BR-CO-15", "error"),
  ];
  expect(errorCodes(findings)).toEqual(["BR-CO-17", "BR-CO-15"]);
});

test.each([
  ['"3"', 3],
  ['W/"12"', 12],
  ["3", null],
  [null, null],
])("the version in the ETag %s is %s", (etag, version) => {
  expect(versionIn(etag)).toBe(version);
});
