import { expect, it } from "vitest";
import { es } from "./es";
import { rejectReason } from "./reject-reason";

it.each([
  ["Split into 2 invoices", "Separada en 2 facturas"],
  ["The split was taken back", "Se deshizo la separación"],
  ["Not ours", "Not ours"],
])(
  "says in the reader's language what the API says of a split, and leaves what a person wrote: %s",
  (reason, text) => {
    expect(rejectReason(reason, es)).toBe(text);
  },
);
