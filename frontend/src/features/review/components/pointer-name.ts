import { useI18n } from "@/lib/i18n/i18n";

/** A JSON pointer as a person calls the place: "Seller, VAT number", "Lines, Row 3, Quantity". */
export function usePointerName(): (pointer: string) => string {
  const { t } = useI18n();
  const groups: Record<string, string> = {
    seller: t.review.group.seller,
    buyer: t.review.group.buyer,
    payment: t.review.group.payment,
    lines: t.review.group.lines,
    tax_breakdown: t.review.group.taxes,
  };
  return (pointer) =>
    pointer
      .split("/")
      .slice(1)
      .map((step) =>
        /^\d+$/.test(step)
          ? t.review.table.row(Number(step) + 1)
          : (groups[step] ?? t.review.field[step] ?? step),
      )
      .join(", ");
}
