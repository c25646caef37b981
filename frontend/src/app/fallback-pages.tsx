import { Link, useRouter } from "@tanstack/react-router";
import { useI18n } from "@/lib/i18n/i18n";
import { Button } from "@/lib/ui/button";
import { ErrorIcon, NotFoundIcon } from "@/lib/ui/icons";
import { EmptyState } from "@/lib/ui/states";

export function NotFoundPage() {
  const { t } = useI18n();
  return (
    <EmptyState icon={<NotFoundIcon />} title={t.app.notFound}>
      <Link to="/inbox">{t.app.toInbox}</Link>
    </EmptyState>
  );
}

/** Shown when a page throws while rendering; the rest of the app keeps working. */
export function CrashPage({ reset }: { reset: () => void }) {
  const { t } = useI18n();
  const router = useRouter();
  return (
    <EmptyState icon={<ErrorIcon />} title={t.app.crashed} hint={t.app.crashedHint}>
      <Button
        onClick={() => {
          reset();
          void router.invalidate();
        }}
      >
        {t.action.retry}
      </Button>
      <Button onClick={() => location.reload()}>{t.app.reload}</Button>
    </EmptyState>
  );
}
