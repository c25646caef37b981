import { Link } from "@tanstack/react-router";
import type { IntakeItem, IntakePart } from "@/lib/api/types";
import { sentenceOfCode } from "@/lib/i18n/error-text";
import { useI18n } from "@/lib/i18n/i18n";
import styles from "./intake.module.css";

export function IntakeItems({ items }: { items: readonly IntakeItem[] }) {
  return (
    <ul className={styles["items"]}>
      {items.map((item) => (
        <Item key={item.id} item={item} />
      ))}
    </ul>
  );
}

/** Where it came from and when, what became of it as a whole, and of each document in it. */
function Item({ item }: { item: IntakeItem }) {
  const { t, f } = useI18n();
  const words = t.intake;
  const moment = item.received_at ?? item.found_at;
  const facts = [
    item.sender,
    item.size !== null && f.size(item.size),
    ...Object.entries(item.authentication ?? {}).map(
      ([method, result]) => `${method.toUpperCase()}: ${result}`,
    ),
  ].filter((fact) => typeof fact === "string" && fact !== "");
  return (
    <li>
      <div className={styles["head"]}>
        <strong className={styles["name"]}>{item.subject ?? item.name ?? words.unnamed[item.kind]}</strong>
        <span className={styles["outcome"]} data-outcome={item.outcome}>
          {words.outcomes[item.outcome]}
        </span>
      </div>
      <small>
        {words.kinds[item.kind]} · <time dateTime={moment}>{f.dateTime(moment)}</time>
        {facts.map((fact) => ` · ${fact}`).join("")}
      </small>
      {item.reason && <p>{words.reasons[item.reason]}</p>}
      {item.parts.length > 0 && (
        <ul className={styles["parts"]}>
          {item.parts.map((part, at) => (
            <Part key={at} part={part} />
          ))}
        </ul>
      )}
    </li>
  );
}

function Part({ part }: { part: IntakePart }) {
  const { t } = useI18n();
  const words = t.intake.part;
  const isEarlier = part.status === "duplicated";
  return (
    <li>
      <span className={styles["name"]}>{part.filename ?? words.deleted}</span>{" "}
      {part.invoice_id !== null ? (
        <Link to="/review/$invoiceId" params={{ invoiceId: String(part.invoice_id) }}>
          {isEarlier ? words.duplicate(part.invoice_id) : words.invoice(part.invoice_id)}
        </Link>
      ) : (
        <span className={styles["faint"]}>
          {(part.code !== null && sentenceOfCode(part.code, t)) || words.notTaken}
        </span>
      )}
    </li>
  );
}
