/** How many decimals the amounts of a currency have (ISO 4217): 2 for EUR, 0 for JPY, 3 for KWD. */
const known = new Map<string, number>();

/** Two for a code that is none, or not typed yet: as most currencies have. */
export function currencyDigits(currency: string | null): number {
  const code = currency ?? "";
  const found = known.get(code);
  if (found !== undefined) return found;
  const digits = /^[A-Za-z]{3}$/.test(code)
    ? (new Intl.NumberFormat("en", { style: "currency", currency: code }).resolvedOptions()
        .maximumFractionDigits ?? 2)
    : 2;
  known.set(code, digits);
  return digits;
}
