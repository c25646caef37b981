import { useI18n } from "@/lib/i18n/i18n";
import { ReasonDialog } from "./reason-dialog";

interface Props {
  count: number;
  onCancel: () => void;
  onReject: (reason: string) => void;
}

export function RejectDialog({ count, onCancel, onReject }: Props) {
  const { t } = useI18n();
  return (
    <ReasonDialog
      danger
      title={t.review.rejectTitle(count)}
      hint={t.review.rejectHint}
      placeholder={t.review.rejectPlaceholder}
      verb={t.review.reject}
      onCancel={onCancel}
      onGiven={onReject}
    />
  );
}
