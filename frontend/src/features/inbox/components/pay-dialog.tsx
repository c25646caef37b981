import { useState, type SyntheticEvent } from "react";
import type { InvoiceRow, Obstacle } from "@/lib/api/types";
import { useErrorText } from "@/lib/i18n/error-text";
import { useI18n } from "@/lib/i18n/i18n";
import { isoDay } from "@/lib/iso-day";
import { Button } from "@/lib/ui/button";
import { Dialog } from "@/lib/ui/dialog";
import { useToast } from "@/lib/ui/toasts";
import { useAttempt } from "@/lib/ui/use-attempt";
import { savePayment, useCreatePayment } from "../api/payments";
import { acceptable, hinderedIn, payable, type Hindered } from "../obstacles";
import { keepPayer, keptPayer, type Payer } from "../payer";
import { useTakeBack } from "../use-take-back";
import { EarlierPayments } from "./earlier-payments";
import styles from "./pay-dialog.module.css";

interface Props {
  rows: readonly InvoiceRow[];
  onClose: () => void;
  onPaid: () => void;
}

const OFFERED_FOR = 10_000;

/** A file for the bank of these confirmed invoices. What cannot be paid is named with the reason, and left out. */
export function PayDialog({ rows, onClose, onPaid }: Props) {
  const { t, f } = useI18n();
  const words = t.payments;
  const toast = useToast();
  const errorText = useErrorText();
  const attempt = useAttempt();
  const [payer, setPayer] = useState(keptPayer);
  const [day, setDay] = useState(() => isoDay(new Date()));
  const [grouped, setGrouped] = useState(false);
  const [accepted, setAccepted] = useState<readonly Obstacle[]>([]);
  const [hindered, setHindered] = useState<readonly Hindered[]>([]);
  const create = useCreatePayment();
  const { takeBack } = useTakeBack();
  const ids = payable(
    rows.map(({ id }) => id),
    hindered,
    accepted,
  );
  const change = (changed: Partial<Payer>) => setPayer({ ...payer, ...changed });

  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    create.mutate(
      {
        invoice_ids: ids,
        debtor: { name: payer.name.trim(), iban: payer.iban.trim(), bic: payer.bic.trim() || null },
        execution_date: day,
        grouped,
        accept: [...accepted],
      },
      {
        onSuccess: (made) => {
          keepPayer(payer);
          onPaid();
          const close = toast({
            text: words.done(made.transfers, f.money(made.total, "EUR")),
            duration: OFFERED_FOR,
            action: {
              label: t.action.undo,
              run: () => {
                close(); // at most once
                void takeBack(made.id);
              },
            },
          });
          void attempt(() => savePayment(made.id), words.notSaved);
        },
        // What is known of those that were left out before stays known; what is told anew is told once.
        onError: (error) => {
          const told = hinderedIn(error);
          const kept = hindered.filter(({ id }) => told.every((one) => one.id !== id));
          setHindered([...kept, ...told]);
        },
      },
    );
  };

  const isTold = hinderedIn(create.error).length > 0;
  return (
    <Dialog open onClose={onClose} title={words.title} hint={words.hint} wide>
      <form className={styles["form"]} onSubmit={submit}>
        <div className={styles["fields"]}>
          <label className="field">
            <span>{words.name}</span>
            <input
              required
              maxLength={200}
              autoComplete="organization"
              value={payer.name}
              onChange={(event) => change({ name: event.target.value })}
            />
          </label>
          <label className="field">
            <span>{words.iban}</span>
            <input
              required
              maxLength={50}
              autoComplete="off"
              spellCheck={false}
              value={payer.iban}
              onChange={(event) => change({ iban: event.target.value })}
            />
          </label>
          <label className="field">
            <span>{words.bic}</span>
            <input
              maxLength={20}
              autoComplete="off"
              spellCheck={false}
              value={payer.bic}
              onChange={(event) => change({ bic: event.target.value })}
            />
          </label>
          <label className="field">
            <span>{words.day}</span>
            <input type="date" required value={day} onChange={(event) => setDay(event.target.value)} />
          </label>
        </div>
        <label className={styles["check"]}>
          <input type="checkbox" checked={grouped} onChange={(event) => setGrouped(event.target.checked)} />
          {words.grouped}
        </label>
        {hindered.length > 0 && (
          <LeftOut rows={rows} hindered={hindered} accepted={accepted} onAccept={setAccepted} />
        )}
        {create.error && !isTold && (
          <p role="alert" className={styles["wrong"]}>
            {errorText(create.error)}
          </p>
        )}
        <p className={styles["faint"]}>{words.kept}</p>
        <div className={styles["buttons"]}>
          <Button onClick={onClose}>{t.action.cancel}</Button>
          <Button type="submit" variant="primary" disabled={ids.length === 0 || create.isPending}>
            {words.make(ids.length, f.number(ids.length))}
          </Button>
        </div>
      </form>
      <EarlierPayments />
    </Dialog>
  );
}

interface LeftOutProps {
  rows: readonly InvoiceRow[];
  hindered: readonly Hindered[];
  accepted: readonly Obstacle[];
  onAccept: (accepted: readonly Obstacle[]) => void;
}

/** Which invoices are not paid, and why; what a person knows better about can be paid all the same. */
function LeftOut({ rows, hindered, accepted, onAccept }: LeftOutProps) {
  const { t, f } = useI18n();
  const words = t.payments;
  const reasons: Readonly<Partial<Record<string, string>>> = words.obstacles;
  const left = hindered.filter(({ obstacle }) => !accepted.some((one) => one === obstacle));
  const nameOf = (id: number) => {
    const row = rows.find((one) => one.id === id);
    const said = [row?.seller_name, row?.invoice_number, row && f.money(row.total_amount, row.currency)];
    return said.filter(Boolean).join(" · ") || row?.filename || String(id);
  };
  return (
    <div role="status" className={styles["left"]}>
      {left.length > 0 && (
        <>
          <h3>{words.leftOut}</h3>
          <ul>
            {[...new Set(left.map(({ id }) => id))].map((id) => (
              <li key={id}>
                <strong>{nameOf(id)}</strong>
                {left
                  .filter((one) => one.id === id)
                  .map(({ obstacle, message }) => (
                    <p key={obstacle}>{reasons[obstacle] ?? message}</p>
                  ))}
              </li>
            ))}
          </ul>
        </>
      )}
      {acceptable(hindered).map((obstacle) => (
        <label key={obstacle} className={styles["check"]}>
          <input
            type="checkbox"
            checked={accepted.includes(obstacle)}
            onChange={(event) =>
              onAccept(
                event.target.checked ? [...accepted, obstacle] : accepted.filter((one) => one !== obstacle),
              )
            }
          />
          {words.accept}: {words.obstacles[obstacle]}
        </label>
      ))}
    </div>
  );
}
