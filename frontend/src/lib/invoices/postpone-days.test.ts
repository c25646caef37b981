import { describe, expect, it } from "vitest";
import { postponeDays } from "./postpone-days";

describe("the days that a review is put off until", () => {
  it.each([
    ["2026-11-26T10:00:00Z", "2026-11-27", "2026-11-30", "2026-12-03"], // a Thursday
    ["2026-11-29T10:00:00Z", "2026-11-30", "2026-11-30", "2026-12-06"], // a Sunday
    ["2026-11-30T10:00:00Z", "2026-12-01", "2026-12-07", "2026-12-07"], // a Monday
    ["2028-02-28T10:00:00Z", "2028-02-29", "2028-03-06", "2028-03-06"],
  ])("of %s are later ones", (now, tomorrow, monday, inAWeek) => {
    expect(postponeDays(new Date(now))).toMatchObject({ tomorrow, monday, inAWeek });
  });

  it("are never later than the API takes", () => {
    const { latest } = postponeDays(new Date("2026-11-26T10:00:00Z"));
    expect(latest).toBe("2027-11-26");
  });

  it("are counted from the day of UTC where that is ahead", () => {
    const evening = new Date("2026-11-27T01:00:00Z"); // still the 26th in Buenos Aires
    expect(postponeDays(evening).tomorrow).toBe("2026-11-28");
  });
});
