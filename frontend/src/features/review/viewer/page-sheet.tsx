/** One page: its picture, and on it the marked places, what was found, and the words that may be taken. */
import { memo, useCallback, useEffect, useMemo, useState } from "react";
import type { Box, Evidence, Word } from "@/lib/api/types";
import { ApiError } from "@/lib/api/errors";
import { labelOf } from "@/lib/i18n/field-text";
import type { Messages } from "@/lib/i18n/en";
import { useI18n } from "@/lib/i18n/i18n";
import { FileIcon } from "@/lib/ui/icons";
import { EmptyState, ErrorState, Skeleton } from "@/lib/ui/states";
import { usePageImage } from "../api/get-page-image";
import { isLying, placed, type Turn } from "../geometry";
import type { Match } from "./find";
import { marksOf, placesOn, type Marked } from "./marks";
import { useWordPointer } from "./use-word-pointer";
import { WordCursor } from "./word-cursor";
import type { Size } from "./zoom";
import styles from "./viewer.module.css";

interface Props {
  invoiceId: number;
  number: number;
  pageCount: number;
  missingHint: string;
  words: readonly Word[];
  /** Height by width, upright. */
  ratio: number;
  /** As the screen shows it, turned. */
  size: Size;
  turn: Turn;
  imageWidth: number;
  evidence: Readonly<Record<string, Evidence>>;
  marked: Marked;
  matches: readonly Match[];
  match: Match | null;
  /** The field that words are taken for, and its name. */
  field: string | null;
  fieldName: string | null;
  cursor: boolean;
  isScrolling: boolean;
  onWords: (words: readonly Word[], page: number) => void;
  onCursorLeft: (how: "escape" | "blur") => void;
  onOpen: (pointer: string) => void;
  onHover: (pointer: string | null) => void;
  /** The picture is there; its height by its width. */
  onLoaded: (page: number, ratio: number) => void;
}

const NO_WORDS: readonly Word[] = [];

export const PageSheet = memo(function PageSheet(props: Props) {
  const { invoiceId, number, pageCount, ratio, size, turn, evidence, marked, field, onLoaded } = props;
  const { t } = useI18n();
  const image = usePageImage(invoiceId, number, props.imageWidth, useRested(props.isScrolling));
  const [loaded, setLoaded] = useState(false);
  const places = useMemo(() => placesOn(evidence, number), [evidence, number]);
  const { onWords } = props;
  const take = useCallback((words: readonly Word[]) => onWords(words, number), [onWords, number]);
  const words = loaded ? props.words : NO_WORDS;
  const { pointed, drawn, handlers } = useWordPointer({
    words,
    places: loaded ? places : [],
    ratio,
    turn,
    field,
    onWords: take,
    onOpen: props.onOpen,
    onHover: props.onHover,
  });
  const [width, height] = isLying(turn) ? [size.height, size.width] : [size.width, size.height];
  const label = t.review.page.label(number, pageCount);

  if (image.error && !image.url)
    return <NoPicture error={image.error} hint={props.missingHint} onRetry={image.retry} />;
  return (
    <div
      className={styles["sheet"]}
      style={{ width, height, transform: `translate(-50%, -50%) rotate(${turn}deg)` }}
      data-page={number}
      data-fills={field !== null || undefined}
      // The mouse's and the finger's way; the keyboard's is the word cursor (Alt+B).
      {...handlers}
    >
      {image.url ? (
        <img
          src={image.url}
          alt={label}
          draggable={false}
          onLoad={({ currentTarget }) => {
            setLoaded(true);
            onLoaded(number, currentTarget.naturalHeight / currentTarget.naturalWidth);
          }}
        />
      ) : (
        <Skeleton rows={16} />
      )}
      {loaded && (
        <>
          <Boxes className="found" boxes={props.matches.flatMap(({ boxes }) => boxes)} />
          {props.match && <Boxes className="foundNow" boxes={props.match.boxes} />}
          {marksOf(places, marked).map(({ pointer, box, look }) => (
            <button
              key={pointer}
              type="button"
              tabIndex={-1}
              className={styles["mark"]}
              style={placed(box)}
              title={titleOf(pointer, evidence, t)}
              aria-label={t.review.page.place(labelOf(pointer, t))}
              data-mark={pointer}
              data-look={look}
            />
          ))}
          <Boxes className="word" boxes={pointed.map(({ box }) => box)} />
          {drawn && <Boxes className="drawn" boxes={[drawn]} />}
        </>
      )}
      {props.cursor && (
        <WordCursor
          words={props.words}
          hint={
            props.fieldName === null ? t.review.page.pickNoField : t.review.page.pickHint(props.fieldName)
          }
          onWords={take}
          onLeave={props.onCursorLeft}
        />
      )}
    </div>
  );
});

/** What is named or grouped on the page of an e-invoice stands in its file as a code or a plain number. */
function titleOf(pointer: string, evidence: Props["evidence"], t: Messages): string {
  const place = evidence[pointer];
  const label = labelOf(pointer, t);
  return place?.source === "xml" && place.text ? `${label}: ${place.text}` : label;
}

function Boxes({ className, boxes }: { className: string; boxes: readonly Box[] }) {
  return boxes.map((box, index) => <span key={index} className={styles[className]} style={placed(box)} />);
}

interface NoPictureProps {
  error: Error;
  hint: string;
  onRetry: () => void;
}

function NoPicture({ error, hint, onRetry }: NoPictureProps) {
  const { t } = useI18n();
  if (!(error instanceof ApiError) || error.status >= 500)
    return <ErrorState error={error} onRetry={onRetry} />;
  return <EmptyState icon={<FileIcon />} title={t.review.page.missing} hint={hint} />;
}

/** Milliseconds that a page must stay near the window before its picture is asked for, while pages fly by. */
const REST = 120;

/** Whether the page is there to be looked at: at once if nothing moves, else once it has stayed. */
export function useRested(isScrolling: boolean): boolean {
  const [rested, setRested] = useState(!isScrolling);
  useEffect(() => {
    if (rested) return;
    const timer = setTimeout(() => setRested(true), REST);
    return () => clearTimeout(timer);
  }, [rested]);
  return rested;
}
