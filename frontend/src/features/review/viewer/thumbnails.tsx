/** All pages, small: to see what a document holds and to go to a page of it. */
import { useVirtualizer } from "@tanstack/react-virtual";
import { memo, useEffect, useRef } from "react";
import { useI18n } from "@/lib/i18n/i18n";
import { usePageImage } from "../api/get-page-image";
import { useRested } from "./page-sheet";
import { WIDTHS } from "./zoom";
import styles from "./viewer.module.css";

interface Props {
  invoiceId: number;
  /** Height by width of each page. */
  ratios: readonly number[];
  page: number;
  onPage: (page: number) => void;
  /** Pictures are asked for only now: the page itself comes first. */
  ready: boolean;
}

const WIDTH = 72;
const LABEL = 22;
/** A receipt's thumbnail shows its beginning. */
const LONGEST = 1.5;

const heightOf = (ratio: number | undefined): number =>
  Math.round(WIDTH * Math.min(ratio ?? LONGEST, LONGEST));

export function Thumbnails({ invoiceId, ratios, page, onPage, ready }: Props) {
  const { t } = useI18n();
  const scroller = useRef<HTMLDivElement>(null);
  // eslint-disable-next-line react-hooks/incompatible-library -- we do not use the compiler
  const list = useVirtualizer({
    count: ratios.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => heightOf(ratios[index]) + LABEL,
    overscan: 2,
    paddingStart: 10,
    paddingEnd: 10,
  });
  useEffect(() => list.measure(), [list, ratios]);
  useEffect(() => list.scrollToIndex(page - 1, { align: "auto" }), [list, page]);

  return (
    <nav ref={scroller} className={styles["thumbnails"]} aria-label={t.review.page.thumbnails}>
      <ol style={{ height: list.getTotalSize() }}>
        {list.getVirtualItems().map(({ index, start }) => (
          <li key={index} style={{ transform: `translateY(${start}px)` }}>
            <button
              type="button"
              className={styles["thumbnail"]}
              aria-current={index + 1 === page ? "page" : undefined}
              aria-label={t.review.page.label(index + 1, ratios.length)}
              onClick={() => onPage(index + 1)}
            >
              <span style={{ width: WIDTH, height: heightOf(ratios[index]) }}>
                {ready && <Picture invoiceId={invoiceId} number={index + 1} isScrolling={list.isScrolling} />}
              </span>
              {index + 1}
            </button>
          </li>
        ))}
      </ol>
    </nav>
  );
}

const Picture = memo(function Picture(props: { invoiceId: number; number: number; isScrolling: boolean }) {
  const { url } = usePageImage(props.invoiceId, props.number, WIDTHS[0], useRested(props.isScrolling));
  return url && <img src={url} alt="" draggable={false} />;
});
