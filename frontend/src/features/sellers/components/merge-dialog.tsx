import { useRef, useState } from "react";
import type { Seller, SellerRow } from "@/lib/api/types";
import { useI18n } from "@/lib/i18n/i18n";
import { useFoundSellers } from "@/lib/sellers/find-sellers";
import { Button } from "@/lib/ui/button";
import { Dialog } from "@/lib/ui/dialog";
import { useMergeSellers } from "../api/change-seller";
import { useDone } from "../use-done";
import styles from "./seller.module.css";

/** Another seller, which is searched, becomes part of this one: what will happen is said before it does. */
export function MergeDialog({ seller, onClose }: { seller: Seller; onClose: () => void }) {
  const { t, f } = useI18n();
  const words = t.sellers.merge;
  const done = useDone(onClose);
  const { mutate, isPending } = useMergeSellers();
  const [text, setText] = useState("");
  const [other, setOther] = useState<SellerRow | null>(null);
  const field = useRef<HTMLInputElement>(null);
  const found = useFoundSellers(text)?.filter(({ id }) => id !== seller.id);
  return (
    <Dialog
      open
      onClose={onClose}
      title={words.title(seller.name)}
      hint={words.hint}
      initialFocus={field}
      actions={
        <>
          <Button onClick={onClose}>{t.action.cancel}</Button>
          <Button
            variant="primary"
            disabled={!other || isPending}
            onClick={() => other && mutate({ id: seller.id, other: other.id }, done(words.done(other.name)))}
          >
            {words.verb}
          </Button>
        </>
      }
    >
      <div className={styles["form"]}>
        <label className="field">
          <span>{t.sellers.search}</span>
          <input
            ref={field}
            type="search"
            value={text}
            onChange={(event) => {
              setText(event.target.value);
              setOther(null);
            }}
          />
        </label>
        {found && (
          <fieldset className={styles["choices"]}>
            <legend className="unseen">{words.choose}</legend>
            {found.map((one) => (
              <label key={one.id}>
                <input
                  type="radio"
                  name="other"
                  checked={other?.id === one.id}
                  onChange={() => setOther(one)}
                />
                <span>
                  {one.name}
                  <small>
                    {[t.sellers.invoices(one.invoices, f.number(one.invoices)), ...one.tax_numbers].join(
                      " · ",
                    )}
                  </small>
                </span>
              </label>
            ))}
            {found.length === 0 && <p className={styles["faint"]}>{t.sellers.nothing}</p>}
          </fieldset>
        )}
        {other && (
          <p role="status">{words.will(other.name, seller.name, other.invoices, f.number(other.invoices))}</p>
        )}
      </div>
    </Dialog>
  );
}
