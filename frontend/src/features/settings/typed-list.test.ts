import { expect, it } from "vitest";
import { listOf } from "./typed-list";

it("takes what stands between the separators", () => {
  expect(listOf(" ESB12345674 , B-12 345 674,")).toEqual(["ESB12345674", "B-12 345 674"]);
  expect(listOf("Calle Mayor 1, Madrid\n\nApartado 7", "\n")).toEqual([
    "Calle Mayor 1, Madrid",
    "Apartado 7",
  ]);
  expect(listOf("")).toEqual([]);
});
