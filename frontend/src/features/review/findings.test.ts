import { describe, expect, it } from "vitest";
import type { Finding } from "@/lib/api/types";
import { acceptedFinding } from "./draft/fields-to-check";
import { acceptedErrors, groupedFindings, largestDifference } from "./findings";

const finding = (values: Partial<Finding>): Finding => ({
  code: "other",
  level: "warning",
  message: "",
  pointers: [],
  scope: "values",
  params: null,
  ...values,
});

const line = (n: number, product: string, amount: string) =>
  finding({
    code: "line-amount",
    message: `Line ${n}.`,
    pointers: [`/lines/${n - 1}/quantity`, `/lines/${n - 1}/net_amount`],
    params: { product, amount },
  });

describe("the findings", () => {
  const lines = [line(1, "10.00", "9.50"), line(4, "3.00", "4.20")];
  const rest = finding({
    code: "more-line-amounts",
    pointers: ["/lines/20/net_amount", "/lines/21/net_amount"],
  });
  const total = finding({ code: "BR-CO-15", level: "error", pointers: ["/net_amount", "/total_amount"] });

  it("stand together when they are alike, the errors first, and each place is reached", () => {
    const groups = groupedFindings([...lines, total, rest]);
    expect(groups.map(({ code, places }) => [code, places])).toEqual([
      ["BR-CO-15", ["/net_amount"]],
      [
        "line-amount",
        ["/lines/0/quantity", "/lines/3/quantity", "/lines/20/net_amount", "/lines/21/net_amount"],
      ],
    ]);
  });

  it("say how far the lines are off at most", () => {
    expect(largestDifference(lines)).toBe("1.2");
    expect(largestDifference([total])).toBeNull();
  });

  it("are confirmed over only when every error of their code was accepted", () => {
    const [one, two] = [
      { ...total, message: "a" },
      { ...total, message: "b" },
    ];
    expect(acceptedErrors([one, two], new Set([acceptedFinding(one)]))).toEqual([]);
    expect(acceptedErrors([one, two], new Set([one, two].map(acceptedFinding)))).toEqual([one, two]);
    expect(acceptedErrors(lines, new Set(lines.map(acceptedFinding)))).toEqual([]);
  });
});
