import { expect, test } from "vitest";
import { toldBy } from "./faults";

test("a refusal is told with its code, its request and what was wrong", () => {
  const details = [{ pointer: "/total_amount", message: "must be a number" }];
  const told = toldBy({ error: "Not valid.", code: "invalid-data", request_id: "r1", details }, 400);
  expect(told.message).toBe("Not valid.");
  expect(told.description).toBe(`invalid-data (request r1)\n${JSON.stringify(details[0])}`);
});

test("a long list of details is cut", () => {
  const details = Array.from({ length: 1000 }, () => ({ message: "x".repeat(10_000) }));
  expect(toldBy({ error: "No.", code: "c", details }, 409).description.length).toBeLessThan(2000);
});

test.each([null, "<html>", {}, { error: 7, code: "c" }, [1]])("%j is none of the API's answers", (body) => {
  expect(toldBy(body, 502).message).toContain("502");
});
