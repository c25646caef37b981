/** The page as printed: zoom, turn, leaf through, see where values stand, take words from it. */
import { useEffect, useLayoutEffect, useRef, useState, type RefObject } from "react";
import type { Evidence, InvoiceData, ReadText, Word } from "@/lib/api/types";
import { useI18n } from "@/lib/i18n/i18n";
import { useShortcuts } from "@/lib/shortcuts";
import { IconButton } from "@/lib/ui/button";
import {
  AddIcon,
  FileIcon,
  FitIcon,
  NextIcon,
  PickIcon,
  PreviousIcon,
  RotateIcon,
  ZoomOutIcon,
} from "@/lib/ui/icons";
import { EmptyState, ErrorState, Skeleton } from "@/lib/ui/states";
import { ApiError } from "@/lib/api/errors";
import { offeredWidth, usePageImage } from "../api/get-page-image";
import { turned, type Turn } from "../geometry";
import { EvidenceBoxes } from "./evidence-boxes";
import { WordPicker } from "./word-picker";
import styles from "./page-viewer.module.css";

const ZOOM_STEPS = [0.5, 0.75, 1, 1.25, 1.5, 2, 2.5, 3, 4];
const MARGIN = 24;
/** Height by width of A4, for a page whose size is not known yet. */
const A4 = 297 / 210;

interface Props {
  invoiceId: number;
  pageCount: number;
  text: ReadText | undefined;
  data: InvoiceData;
  evidence: Readonly<Record<string, Evidence>>;
  page: number;
  onPage: (page: number) => void;
  active: string | null;
  hovered: string | null;
  onHover: (pointer: string | null) => void;
  onChoose: (pointer: string) => void;
  picking: boolean;
  onPicking: (picking: boolean) => void;
  /** The name of the field to fill, or null when none is chosen. */
  pickFor: string | null;
  onPick: (words: readonly Word[], page: number) => void;
  /** Reports the requested image width, so that the next invoice's images can be prefetched. */
  onWidth: (width: number) => void;
}

export function PageViewer(props: Props) {
  const { invoiceId, pageCount, text, page, onPage, picking, onPicking, onWidth } = props;
  const { t } = useI18n();
  const scroller = useRef<HTMLDivElement>(null);
  const available = useWidth(scroller);
  const [zoom, setZoom] = useState(1);
  const [turn, setTurn] = useState<Turn>(0);
  const [natural, setNatural] = useState<number | null>(null);

  const printed = text?.pages.find(({ number }) => number === page);
  const ratio = natural ?? (printed && printed.width > 0 ? printed.height / printed.width : A4);
  const lying = turn === 90 || turn === 270;
  const fit = Math.max(0, available - 2 * MARGIN);
  const width = (lying ? fit / ratio : fit) * zoom;
  const height = width * ratio;
  const pixels = offeredWidth((lying ? fit : width) * devicePixelRatio);
  const image = usePageImage(invoiceId, page, pixels, available > 0 && pageCount > 0);

  useEffect(() => {
    if (available > 0) onWidth(offeredWidth(fit * devicePixelRatio));
  }, [available, fit, onWidth]);

  const zoomBy = (steps: number) =>
    setZoom((now) => {
      const at = ZOOM_STEPS.findIndex((step) => step >= now - 0.001);
      return ZOOM_STEPS[Math.min(ZOOM_STEPS.length - 1, Math.max(0, at + steps))] ?? 1;
    });
  const go = (next: number) => {
    if (next < 1 || next > pageCount) return;
    setNatural(null);
    onPage(next);
  };

  useShortcuts(t.review.tabs.page, [
    { keys: "Alt+Equal", label: t.shortcuts.zoom, run: () => zoomBy(1) },
    { keys: "Alt+Minus", label: t.shortcuts.zoom, run: () => zoomBy(-1), hidden: true },
    { keys: "Alt+Digit0", label: t.shortcuts.zoom, run: () => setZoom(1), hidden: true },
    { keys: "+", label: t.shortcuts.zoom, run: () => zoomBy(1), hidden: true },
    { keys: "-", label: t.shortcuts.zoom, run: () => zoomBy(-1), hidden: true },
    { keys: "0", label: t.shortcuts.zoom, run: () => setZoom(1), hidden: true },
    { keys: "Alt+KeyO", label: t.shortcuts.rotate, run: () => setTurn(turned) },
    { keys: "Alt+PageDown", label: t.review.page.next, run: () => go(page + 1) },
    { keys: "Alt+PageUp", label: t.review.page.previous, run: () => go(page - 1) },
  ]);

  useWheelZoom(scroller, zoomBy);

  return (
    <section className={styles["viewer"]} aria-label={t.review.tabs.page}>
      <div className={styles["bar"]} role="toolbar" aria-label={t.review.tabs.page}>
        {pageCount > 1 && (
          <div className={styles["pages"]}>
            <IconButton
              small
              label={t.review.page.previous}
              disabled={page <= 1}
              onClick={() => go(page - 1)}
            >
              <PreviousIcon aria-hidden />
            </IconButton>
            <input
              type="text"
              inputMode="numeric"
              aria-label={t.review.page.number}
              key={page}
              defaultValue={page}
              onFocus={(event) => event.target.select()}
              onBlur={(event) => go(Number(event.target.value))}
              onKeyDown={(event) => event.key === "Enter" && go(Number(event.currentTarget.value))}
            />
            <span>{t.review.page.of(pageCount)}</span>
            <IconButton
              small
              label={t.review.page.next}
              disabled={page >= pageCount}
              onClick={() => go(page + 1)}
            >
              <NextIcon aria-hidden />
            </IconButton>
          </div>
        )}
        <div className={styles["tools"]}>
          <IconButton
            small
            label={t.review.page.pick}
            shortcut="Alt+B"
            aria-pressed={picking}
            disabled={!printed || printed.words.length === 0}
            onClick={() => onPicking(!picking)}
          >
            <PickIcon aria-hidden />
          </IconButton>
          <IconButton small label={t.review.page.zoomOut} shortcut="Alt+-" onClick={() => zoomBy(-1)}>
            <ZoomOutIcon aria-hidden />
          </IconButton>
          <IconButton small label={t.review.page.fit} shortcut="Alt+0" onClick={() => setZoom(1)}>
            <FitIcon aria-hidden />
          </IconButton>
          <IconButton small label={t.review.page.zoomIn} shortcut="Alt+Plus" onClick={() => zoomBy(1)}>
            <AddIcon aria-hidden />
          </IconButton>
          <IconButton small label={t.review.page.rotate} shortcut="Alt+O" onClick={() => setTurn(turned)}>
            <RotateIcon aria-hidden />
          </IconButton>
        </div>
      </div>
      {/* Scrolls, so it takes the focus: the arrow keys must reach what does not fit. */}
      <div
        ref={scroller}
        className={styles["scroller"]}
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        role="group"
        aria-label={t.review.page.label(page, pageCount)}
      >
        {pageCount === 0 || (image.error && !image.url) ? (
          <NoPicture error={pageCount === 0 ? null : image.error} onRetry={image.retry} />
        ) : (
          <div
            className={styles["frame"]}
            style={{ width: lying ? height : width, height: lying ? width : height }}
          >
            <div
              className={styles["sheet"]}
              style={{ width, height, transform: `translate(-50%, -50%) rotate(${turn}deg)` }}
            >
              {image.url ? (
                <img
                  src={image.url}
                  alt={t.review.page.label(page, pageCount)}
                  draggable={false}
                  onLoad={({ currentTarget }) =>
                    setNatural(currentTarget.naturalHeight / currentTarget.naturalWidth)
                  }
                />
              ) : (
                <Skeleton rows={16} />
              )}
              <EvidenceBoxes {...props} muted={picking} />
              {picking && printed && (
                <WordPicker
                  words={printed.words}
                  turn={turn}
                  hint={
                    props.pickFor === null ? t.review.page.pickNoField : t.review.page.pickHint(props.pickFor)
                  }
                  onPick={(words) => props.onPick(words, page)}
                  onCancel={() => onPicking(false)}
                />
              )}
            </div>
          </div>
        )}
      </div>
      {picking && (
        <p className={styles["hint"]} role="status">
          <strong>
            {props.pickFor === null ? t.review.page.pickNoField : t.review.page.pickHint(props.pickFor)}
          </strong>
          {props.pickFor !== null && `, ${t.review.page.pickKeys}`}
        </p>
      )}
    </section>
  );
}

function NoPicture({ error, onRetry }: { error: Error | null; onRetry: () => void }) {
  const { t } = useI18n();
  const none = error === null || (error instanceof ApiError && error.status < 500);
  if (!none) return <ErrorState error={error} onRetry={onRetry} />;
  return <EmptyState icon={<FileIcon />} title={t.review.page.missing} hint={t.review.page.missingHint} />;
}

/** The element's inner width, kept up to date. 0 before it is known. */
function useWidth(element: RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const target = element.current;
    if (!target) return;
    const observer = new ResizeObserver(() => setWidth(target.clientWidth));
    observer.observe(target);
    return () => observer.disconnect();
  }, [element]);
  return width;
}

/** Ctrl and the wheel, or two fingers on a touch pad. React's own wheel listener is passive and cannot stop the page's zoom. */
function useWheelZoom(element: RefObject<HTMLElement | null>, zoomBy: (steps: number) => void): void {
  const zoom = useRef(zoomBy);
  useEffect(() => {
    zoom.current = zoomBy;
  });
  useEffect(() => {
    const target = element.current;
    if (!target) return;
    let travelled = 0;
    const onWheel = (event: WheelEvent) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      travelled += event.deltaY;
      if (Math.abs(travelled) < 40) return;
      zoom.current(travelled < 0 ? 1 : -1);
      travelled = 0;
    };
    target.addEventListener("wheel", onWheel, { passive: false });
    return () => target.removeEventListener("wheel", onWheel);
  }, [element]);
}
