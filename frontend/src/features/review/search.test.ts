import { expect, it } from "vitest";
import { queueQuery } from "./search";

const NEWEST = { sort_by: "created_at", sort_order: "desc" };

it("goes through what is due for review, in the order of the list", () => {
  expect(queueQuery({})).toEqual({ ...NEWEST, postponed: false, status: ["waiting_validation"] });
  expect(queueQuery({ tab: "all", sort: "total_amount", dir: "asc", currency: "EUR", page: 3 })).toEqual({
    sort_by: "total_amount",
    sort_order: "asc",
    currency: "EUR",
    postponed: false,
    status: ["waiting_validation"],
  });
});

it("goes through what is postponed, or of another state, where that was listed", () => {
  expect(queueQuery({ tab: "waiting_validation", postponed: true })).toMatchObject({ postponed: true });
  expect(queueQuery({ tab: "failed", q: "mill" })).toEqual({ q: "mill", status: ["failed"] });
});
