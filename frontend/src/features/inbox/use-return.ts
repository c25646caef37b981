/** Back from the review, the row of the invoice that was reviewed last has the focus, and is in sight. */
import { useEffect, type RefObject } from "react";
import { takeReviewed } from "@/lib/invoices/last-reviewed";

export function useReturn(rows: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const row = rows.current?.querySelector<HTMLElement>(`a[data-row="${takeReviewed()}"]`);
    row?.scrollIntoView({ block: "center" });
    row?.focus({ preventScroll: true });
  }, [rows]);
}
