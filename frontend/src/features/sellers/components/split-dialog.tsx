import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import type { Seller, SellerKey } from "@/lib/api/types";
import { groupedIban } from "@/lib/iban";
import { useI18n } from "@/lib/i18n/i18n";
import { Button } from "@/lib/ui/button";
import { Dialog } from "@/lib/ui/dialog";
import { useSplitSeller, type Parted } from "../api/change-seller";
import { useDone } from "../use-done";
import styles from "./seller.module.css";

/** Its place among the others changes with each answer of the server. */
const nameOf = ({ kind, printed }: SellerKey): string => `${kind} ${printed}`;

/** Invoices of the seller become those of a new one: all that have a name, number or account, or those that are ticked. */
export function SplitDialog({ seller, onClose }: { seller: Seller; onClose: () => void }) {
  const { t, f } = useI18n();
  const words = t.sellers.split;
  const done = useDone(onClose);
  const navigate = useNavigate();
  const { mutate, isPending } = useSplitSeller();
  const [chosen, setChosen] = useState("");
  const [ticked, setTicked] = useState<ReadonlySet<number>>(new Set());
  const [name, setName] = useState("");
  // A key that all invoices have tells none of them apart.
  const telling = seller.keys.filter(({ invoices }) => invoices > 0 && invoices < seller.invoices);
  const key = telling.find((one) => nameOf(one) === chosen);
  const parted: Parted | null = key
    ? { key: { kind: key.kind, printed: key.printed } }
    : ticked.size > 0
      ? { invoices: [...ticked] }
      : null;
  const count = key ? key.invoices : ticked.size;
  const isAll = count >= seller.invoices;
  const tick = (id: number) =>
    setTicked(new Set(ticked.has(id) ? [...ticked].filter((one) => one !== id) : [...ticked, id]));
  const split = () => {
    if (!parted) return;
    const told = done(words.done(count, f.number(count)));
    mutate(
      { id: seller.id, parted, name: name.trim() || null },
      {
        ...told,
        onSuccess: (made) => {
          told.onSuccess();
          void navigate({ to: "/sellers/$sellerId", params: { sellerId: String(made.id) } });
        },
      },
    );
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={words.title(seller.name)}
      hint={words.hint}
      actions={
        <>
          <Button onClick={onClose}>{t.action.cancel}</Button>
          <Button variant="primary" disabled={!parted || isAll || isPending} onClick={split}>
            {words.verb(count, f.number(count))}
          </Button>
        </>
      }
    >
      <div className={styles["form"]}>
        {telling.length > 0 && (
          <label className="field">
            <span>{words.withKey}</span>
            <select value={key ? chosen : ""} onChange={(event) => setChosen(event.target.value)}>
              <option value="">{words.ticked}</option>
              {telling.map((one) => (
                <option key={nameOf(one)} value={nameOf(one)}>
                  {t.sellers.kinds[one.kind]}:{" "}
                  {one.kind === "account" ? groupedIban(one.printed) : one.printed} (
                  {t.sellers.invoices(one.invoices, f.number(one.invoices))})
                </option>
              ))}
            </select>
          </label>
        )}
        {!key && (
          <fieldset className={styles["choices"]}>
            <legend>{words.which}</legend>
            {seller.newest.map((one) => (
              <label key={one.invoice_id}>
                <input
                  type="checkbox"
                  checked={ticked.has(one.invoice_id)}
                  onChange={() => tick(one.invoice_id)}
                />
                <span>
                  {one.invoice_number ?? t.sellers.sources.noNumber}
                  <small>
                    {[f.date(one.issue_date), f.money(one.total_amount, one.currency)]
                      .filter(Boolean)
                      .join(" · ")}
                  </small>
                </span>
              </label>
            ))}
          </fieldset>
        )}
        <label className="field">
          <span>{words.name}</span>
          <input maxLength={200} value={name} onChange={(event) => setName(event.target.value)} />
        </label>
        {isAll && <p role="status">{words.all}</p>}
      </div>
    </Dialog>
  );
}
