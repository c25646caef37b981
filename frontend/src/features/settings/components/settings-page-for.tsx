import type { ReactNode } from "react";
import type { ApiAction } from "@/lib/api/types";
import { useMay, useMe } from "@/lib/session/me";
import { ErrorState, Skeleton } from "@/lib/ui/states";
import { SettingsFrame } from "./settings-frame";

interface Props {
  action: ApiAction;
  /** Who may, in a sentence for those who may not. */
  otherwise: string;
  children: ReactNode;
}

/** A page of the settings that is for those who may do this. */
export function SettingsPageFor({ action, otherwise, children }: Props) {
  const may = useMay();
  const { data: me, error, refetch } = useMe();
  return (
    <SettingsFrame>
      {error && !me ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : !me ? (
        <Skeleton rows={3} />
      ) : may(action) ? (
        children
      ) : (
        <section>
          <p>{otherwise}</p>
        </section>
      )}
    </SettingsFrame>
  );
}
