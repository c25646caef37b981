import { useEffect, useMemo, useRef } from "react";
import type { Evidence, InvoiceData } from "@/lib/api/types";
import { useI18n } from "@/lib/i18n/i18n";
import { labelOf } from "@/lib/i18n/field-text";
import { valueAt } from "@/lib/json-pointer";
import { trustOf } from "../draft/fields-to-check";
import { placed } from "../geometry";
import styles from "./page-viewer.module.css";

interface Props {
  page: number;
  data: InvoiceData;
  evidence: Readonly<Record<string, Evidence>>;
  active: string | null;
  hovered: string | null;
  onHover: (pointer: string | null) => void;
  onChoose: (pointer: string) => void;
  /** Words are being picked: the boxes do not take clicks. */
  muted: boolean;
}

/** Where values stand on the page. Not in the tab order: the fields are, and each lights its box. */
export function EvidenceBoxes({ page, data, evidence, active, hovered, onHover, onChoose, muted }: Props) {
  const { t } = useI18n();
  const activeBox = useRef<HTMLButtonElement>(null);
  const here = useMemo(
    () =>
      Object.entries(evidence)
        .filter(([pointer, { page: on }]) => on === page && valueAt(data, pointer) !== undefined)
        // Large boxes first, so that the small ones on top of them can be hit.
        .sort(([, a], [, b]) => area(b) - area(a)),
    [evidence, data, page],
  );

  useEffect(() => {
    activeBox.current?.scrollIntoView({ block: "nearest", inline: "nearest", behavior: "smooth" });
  }, [active, page]);

  return here.map(([pointer, support]) => {
    if (!support.box) return null;
    const isActive = active !== null && (pointer === active || pointer.startsWith(`${active}/`));
    const label = labelOf(pointer, t);
    return (
      <button
        key={pointer}
        ref={isActive ? activeBox : undefined}
        type="button"
        tabIndex={-1}
        className={styles["box"]}
        style={placed(support.box)}
        title={label}
        aria-label={t.review.page.place(label)}
        data-trust={trustOf(valueAt(data, pointer), support)}
        data-active={isActive || undefined}
        data-hovered={pointer === hovered || undefined}
        disabled={muted}
        onPointerEnter={() => onHover(pointer)}
        onPointerLeave={() => onHover(null)}
        onClick={() => onChoose(pointer)}
      />
    );
  });
}

function area({ box }: Evidence): number {
  return box ? (box[2] - box[0]) * (box[3] - box[1]) : 0;
}
