import { useState } from "react";
import type { InvoiceData, Status } from "@/lib/api/types";
import { useI18n } from "@/lib/i18n/i18n";
import { pointerName } from "@/lib/i18n/field-text";
import { withValueAt } from "@/lib/json-pointer";
import { Button } from "@/lib/ui/button";
import { Dialog } from "@/lib/ui/dialog";
import type { Difference } from "../draft/draft";
import { ValueText } from "./value-text";
import styles from "./review.module.css";

type Side = "mine" | "theirs";

interface Props {
  differences: readonly Difference[];
  theirs: InvoiceData;
  status: Status;
  /** The data to go on with, made on top of theirs. */
  onResolve: (data: InvoiceData) => void;
}

/** Both versions of every value that differs; a person chooses. It cannot be closed without a choice, so nothing typed is lost unnoticed. */
export function ConflictDialog({ differences, theirs, status, onResolve }: Props) {
  const { t } = useI18n();
  // A value that one person changed is theirs; a value that both changed is mine until another choice is made.
  const [sides, setSides] = useState<ReadonlyMap<string, Side>>(new Map());
  const sideOf = ({ pointer, mineChanged }: Difference): Side =>
    sides.get(pointer) ?? (mineChanged ? "mine" : "theirs");
  const all = (side: Side) => setSides(new Map(differences.map(({ pointer }) => [pointer, side])));
  const editable = status === "waiting_validation";
  const resolve = () =>
    onResolve(
      differences
        .filter((difference) => editable && sideOf(difference) === "mine")
        .reduce((data, { pointer, mine }) => withValueAt(data, pointer, mine), theirs),
    );
  return (
    <Dialog
      open
      wide
      onClose={() => undefined}
      title={t.review.conflict.title}
      hint={editable ? t.review.conflict.hint : t.review.conflict.changedStatus(t.status[status])}
      actions={
        <>
          {editable && (
            <>
              <Button onClick={() => all("theirs")}>{t.review.conflict.allTheirs}</Button>
              <Button onClick={() => all("mine")}>{t.review.conflict.allMine}</Button>
            </>
          )}
          <Button variant="primary" onClick={resolve}>
            {editable ? t.review.conflict.keep : t.action.close}
          </Button>
        </>
      }
    >
      <table className={styles["conflicts"]}>
        <thead>
          <tr>
            <td />
            <th scope="col">{t.review.conflict.before}</th>
            <th scope="col">{t.review.conflict.mine}</th>
            <th scope="col">{t.review.conflict.theirs}</th>
          </tr>
        </thead>
        <tbody>
          {differences.map((difference) => (
            <tr key={difference.pointer}>
              <th scope="row">{pointerName(difference.pointer, t)}</th>
              <td className={styles["faint"]}>
                <ValueText pointer={difference.pointer} value={difference.original} />
              </td>
              {(["mine", "theirs"] as const).map((side) => (
                <td key={side}>
                  <label className={styles["choice"]}>
                    <input
                      type="radio"
                      name={difference.pointer}
                      disabled={!editable}
                      checked={sideOf(difference) === side}
                      onChange={() => setSides(new Map(sides).set(difference.pointer, side))}
                    />
                    <span>
                      <ValueText pointer={difference.pointer} value={difference[side]} />
                    </span>
                  </label>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Dialog>
  );
}
