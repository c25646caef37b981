/** Who pays, as it was last said in this browser. */
import { stored, store } from "@/lib/preferences";

export interface Payer {
  name: string;
  iban: string;
  bic: string;
}

export function keptPayer(): Payer {
  const kept = new URLSearchParams(stored("payer") ?? "");
  const of = (field: keyof Payer) => kept.get(field) ?? "";
  return { name: of("name"), iban: of("iban"), bic: of("bic") };
}

export const keepPayer = ({ name, iban, bic }: Payer): void =>
  store("payer", new URLSearchParams({ name, iban, bic }).toString());
