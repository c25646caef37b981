import { getRouteApi } from "@tanstack/react-router";
import { positive } from "@/lib/search-params";
import { ErrorState, Skeleton } from "@/lib/ui/states";
import { useInvoice } from "../api/get-invoice";
import { ReviewScreen } from "./review-screen";

const route = getRouteApi("/review/$invoiceId");

export function ReviewPage() {
  const { invoiceId } = route.useParams();
  const search = route.useSearch();
  const id = positive(invoiceId, 0);
  const invoice = useInvoice(id);
  if (invoice.data) return <ReviewScreen key={id} invoice={invoice.data} search={search} />;
  if (invoice.isError) return <ErrorState error={invoice.error} onRetry={() => void invoice.refetch()} />;
  return <Skeleton rows={14} />;
}
