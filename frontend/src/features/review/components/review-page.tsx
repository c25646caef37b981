import { getRouteApi, Link } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { ApiError } from "@/lib/api/errors";
import { useErrorText } from "@/lib/i18n/error-text";
import { useI18n } from "@/lib/i18n/i18n";
import { rememberReviewed } from "@/lib/invoices/last-reviewed";
import { positive } from "@/lib/search-params";
import { useMe } from "@/lib/session/me";
import { NotFoundIcon } from "@/lib/ui/icons";
import { DrawnAhead } from "@/lib/ui/drawn-ahead";
import { EmptyState, ErrorState, Skeleton } from "@/lib/ui/states";
import { useInvoice } from "../api/get-invoice";
import { newPass, PassContext } from "../queue/pass";
import { END } from "../queue/use-queue-actions";
import type { Ahead } from "../queue/use-review-queue";
import type { ReviewSearch } from "../search";
import { QueueEnd } from "./queue-end";
import { ReviewScreen } from "./review-screen";

const route = getRouteApi("/review/$invoiceId");

export function ReviewPage() {
  const { invoiceId } = route.useParams();
  const search = route.useSearch();
  const [pass] = useState(newPass);
  const [ahead, setAhead] = useState<Ahead | null>(null);
  const id = positive(invoiceId, 0);
  // One at most, and never one that was looked at before: what is gone back to is drawn anew.
  const drawn = ahead?.behind === id ? [id, ahead.id] : [id];
  return (
    <PassContext value={pass}>
      {invoiceId === END ? (
        <QueueEnd search={search} />
      ) : (
        drawn.map((one) => (
          <DrawnAhead key={one} visible={one === id}>
            <OneInvoice id={one} search={search} onAhead={setAhead} />
          </DrawnAhead>
        ))
      )}
    </PassContext>
  );
}

/** Deleted meanwhile, or a wrong address: asking again would not help. */
function NoInvoice({ error }: { error: ApiError }) {
  const { t } = useI18n();
  const errorText = useErrorText();
  return (
    <EmptyState icon={<NotFoundIcon />} title={errorText(error)}>
      <Link to="/inbox">{t.app.toInbox}</Link>
    </EmptyState>
  );
}

interface Props {
  id: number;
  search: ReviewSearch;
  onAhead: (ahead: Ahead) => void;
}

function OneInvoice({ id, search, onAhead }: Props) {
  const invoice = useInvoice(id);
  useEffect(() => rememberReviewed(id), [id]);
  // What may be edited is known before the screen is made: a kept draft is restored as it is made.
  const me = useMe();
  if (invoice.data && me.data)
    return <ReviewScreen invoice={invoice.data} search={search} onAhead={onAhead} />;
  if (me.isError && !me.data) return <ErrorState error={me.error} onRetry={() => void me.refetch()} />;
  if (invoice.error instanceof ApiError && invoice.error.status === 404)
    return <NoInvoice error={invoice.error} />;
  if (invoice.isError) return <ErrorState error={invoice.error} onRetry={() => void invoice.refetch()} />;
  return <Skeleton rows={14} />;
}
