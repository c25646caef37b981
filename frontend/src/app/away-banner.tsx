import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { fetchWithKey } from "@/lib/api/client";
import { useReachable } from "@/lib/api/reachability";
import { useI18n } from "@/lib/i18n/i18n";
import { AwayIcon } from "@/lib/ui/icons";
import { useToast } from "@/lib/ui/toasts";
import styles from "./shell.module.css";

const PING_EVERY = 3_000;

/** Shows that the server cannot be reached, pings it until it answers, then refetches what is on the screen. */
export function AwayBanner() {
  const { t } = useI18n();
  const client = useQueryClient();
  const reachable = useReachable();
  const toast = useToast();
  const wasAway = useRef(false);

  useEffect(() => {
    if (reachable) {
      if (wasAway.current) {
        wasAway.current = false;
        toast({ text: t.connection.back });
        void client.invalidateQueries();
      }
      return;
    }
    wasAway.current = true;
    // Any answer at all, even a refusal, shows that the server is there.
    const timer = setInterval(() => void fetchWithKey("/api/me", {}).catch(() => undefined), PING_EVERY);
    return () => clearInterval(timer);
    // eslint-disable-next-line react-hooks/exhaustive-deps -- only the change of reachability matters
  }, [reachable]);

  if (reachable) return null;
  return (
    <div className={styles["away"]} role="status">
      <AwayIcon aria-hidden />
      {t.connection.away}
    </div>
  );
}
