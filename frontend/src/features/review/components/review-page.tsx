import { getRouteApi } from "@tanstack/react-router";
import { positive } from "@/lib/search-params";
import { useMe } from "@/lib/session/me";
import { ErrorState, Skeleton } from "@/lib/ui/states";
import { useInvoice } from "../api/get-invoice";
import { ReviewScreen } from "./review-screen";

const route = getRouteApi("/review/$invoiceId");

export function ReviewPage() {
  const { invoiceId } = route.useParams();
  const search = route.useSearch();
  const id = positive(invoiceId, 0);
  const invoice = useInvoice(id);
  // What may be edited is known before the screen is made: a kept draft is restored as it is made.
  const me = useMe();
  if (invoice.data && me.data) return <ReviewScreen key={id} invoice={invoice.data} search={search} />;
  if (me.isError && !me.data) return <ErrorState error={me.error} onRetry={() => void me.refetch()} />;
  if (invoice.isError) return <ErrorState error={invoice.error} onRetry={() => void invoice.refetch()} />;
  return <Skeleton rows={14} />;
}
