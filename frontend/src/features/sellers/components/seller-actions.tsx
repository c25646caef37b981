import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import type { Seller } from "@/lib/api/types";
import { useI18n } from "@/lib/i18n/i18n";
import { useMay } from "@/lib/session/me";
import { Button } from "@/lib/ui/button";
import { useRemoveSeller } from "../api/change-seller";
import { useDone } from "../use-done";
import { ForgetDialog } from "./forget-dialog";
import { MergeDialog } from "./merge-dialog";
import { RenameDialog } from "./rename-dialog";
import { SplitDialog } from "./split-dialog";

type Asking = "rename" | "merge" | "split" | "forget" | null;

/** What a person may do about a seller; each asks first. */
export function SellerActions({ seller }: { seller: Seller }) {
  const { t } = useI18n();
  const may = useMay();
  const [asking, setAsking] = useState<Asking>(null);
  const close = () => setAsking(null);
  if (!may("manage_sellers")) return null;
  const words = t.sellers;
  return (
    <div>
      <Button onClick={() => setAsking("rename")}>{words.rename.start}</Button>
      <Button onClick={() => setAsking("merge")}>{words.merge.start}</Button>
      {seller.invoices > 1 && <Button onClick={() => setAsking("split")}>{words.split.start}</Button>}
      {seller.lessons > 0 && (
        <Button variant="danger" onClick={() => setAsking("forget")}>
          {words.forget.start}
        </Button>
      )}
      {seller.invoices === 0 && <RemoveButton seller={seller} />}
      {asking === "rename" && <RenameDialog seller={seller} onClose={close} />}
      {asking === "merge" && <MergeDialog seller={seller} onClose={close} />}
      {asking === "split" && <SplitDialog seller={seller} onClose={close} />}
      {asking === "forget" && <ForgetDialog seller={seller} onClose={close} />}
    </div>
  );
}

/** Of a seller without invoices nothing is lost with it but what was imported. */
function RemoveButton({ seller }: { seller: Seller }) {
  const { t } = useI18n();
  const navigate = useNavigate();
  const done = useDone(() => void navigate({ to: "/sellers" }));
  const { mutate, isPending } = useRemoveSeller();
  return (
    <Button
      variant="danger"
      disabled={isPending}
      onClick={() => mutate(seller.id, done(t.sellers.removed(seller.name)))}
    >
      {t.sellers.remove}
    </Button>
  );
}
