/** The pages as printed: scroll, zoom, turn, find, see where values stand, and take words from them. */
import {
  memo,
  useCallback,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  type RefObject,
} from "react";
import type { Box, Evidence, Page, Word } from "@/lib/api/types";
import { useI18n } from "@/lib/i18n/i18n";
import { useShortcuts } from "@/lib/shortcuts";
import { FileIcon } from "@/lib/ui/icons";
import { EmptyState } from "@/lib/ui/states";
import { around, turned, turnedBox, type Turn } from "../geometry";
import { textOf } from "../words";
import { FindBar } from "./find-bar";
import { Legend } from "./legend";
import { PageSheet } from "./page-sheet";
import { Thumbnails } from "./thumbnails";
import { Toolbar } from "./toolbar";
import { useFind } from "./use-find";
import { useHeldKey, usePageKeys, useWheelZoom } from "./use-keys";
import { MARGIN, usePageList, type PageList } from "./use-page-list";
import { usePageTexts } from "./use-page-texts";
import {
  A4,
  FIT_PAGE,
  ratioOf,
  shownSize,
  wantedWidth,
  zoomed,
  type Size,
  type View,
  type Zoom,
} from "./zoom";
import styles from "./viewer.module.css";

interface Props {
  invoiceId: number;
  pageCount: number;
  /** Why there may be no picture. */
  missingHint: string;
  /** Whether its text can be had. */
  readable: boolean;
  evidence: Readonly<Record<string, Evidence>>;
  /** The field that a click on a word fills and its name; null where there is none, or nothing may be changed. */
  field: string | null;
  fieldName: string | null;
  active: string | null;
  hovered: string | null;
  /** Fields that a person should look at. */
  doubtful: readonly string[];
  onHover: (pointer: string | null) => void;
  onOpen: (pointer: string) => void;
  onWords: (words: readonly Word[], page: number) => void;
  /** The page that is looked at. */
  onPage: (page: number) => void;
  /** How pages are shown, so that the next invoice's picture can be fetched as it will be needed. */
  onView: (view: View) => void;
  onXml: (() => void) | null;
}

const NO_WORDS: readonly Word[] = [];

export const PageViewer = memo(function PageViewer(props: Props) {
  const { invoiceId, pageCount, evidence, field, active, hovered, onPage, onView, onWords } = props;
  const { t } = useI18n();
  const viewer = useRef<HTMLElement>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const room = useRoom(scroller);
  const [zoom, setZoom] = useState<Zoom>(FIT_PAGE);
  const [turn, setTurn] = useState<Turn>(0);
  const [thumbnails, setThumbnails] = useState(() => matchMedia("(min-width: 1200px)").matches);
  const [cursorOn, setCursorOn] = useState<number | null>(null);
  const [taken, setTaken] = useState<{ field: string | null; words: string } | null>(null);
  const [firstLoaded, setFirstLoaded] = useState(false);
  const texts = usePageTexts(invoiceId, pageCount, props.readable);
  const { ratios, learn } = useRatios(texts.pages, pageCount);

  const view = useMemo<View>(() => ({ room, ...zoom }), [room, zoom]);
  const sizes = useMemo(
    () => (room.width > 0 ? ratios.map((ratio) => shownSize(ratio, view, turn)) : []),
    [ratios, view, turn, room],
  );
  const list = usePageList(scroller, room, sizes);
  const { page, show, leaf } = list;
  useTextsOf(list, texts.need);
  const find = useFind(texts, pageCount, page, (match) => {
    const box = around(match.boxes);
    if (box) show(match.page, turnedBox(box, turn));
  });
  const all = useHeldKey();
  const { doubtful } = props;
  const marked = useMemo(
    () => ({ active, hovered, doubtful: new Set(doubtful), all }),
    [active, hovered, doubtful, all],
  );

  useEffect(() => onPage(page), [onPage, page]);
  useEffect(() => {
    if (room.width > 0) onView(view);
  }, [onView, view, room]);
  useShowActive(active, evidence, sizes.length > 0, (number, box) =>
    show(number, box && turnedBox(box, turn)),
  );

  const go = (number: number) => {
    if (number >= 1 && number <= pageCount) show(number);
  };
  const zoomBy = (steps: 1 | -1) => setZoom((now) => zoomed(now, steps));
  const fit = (how: Zoom["fit"]) => setZoom({ fit: how, factor: 1 });
  const take = useCallback(
    (words: readonly Word[], on: number) => {
      setCursorOn(null);
      setTaken({ field, words: textOf(words) });
      onWords(words, on);
    },
    [field, onWords],
  );
  const leaveCursor = useCallback(
    (how: "escape" | "blur") => {
      setCursorOn(null);
      if (how === "escape" && active !== null) props.onOpen(active);
    },
    // eslint-disable-next-line react-hooks/exhaustive-deps -- onOpen is stable
    [active],
  );
  useEffect(() => {
    // Typing or undo: what was taken is no longer what counts.
    const forget = () => setTaken(null);
    document.addEventListener("keydown", forget);
    return () => document.removeEventListener("keydown", forget);
  }, []);
  const loaded = useCallback(
    (number: number, ratio: number) => {
      setFirstLoaded(true);
      learn(number, ratio);
    },
    [learn],
  );

  const anyPage = pageCount > 0;
  useShortcuts(
    t.review.tabs.page,
    [
      { keys: "Alt+KeyB", label: t.shortcuts.pick, run: () => setCursorOn(field === null ? null : page) },
      { keys: "Alt+Equal", label: t.shortcuts.zoom, run: () => zoomBy(1) },
      { keys: "Alt+Minus", label: t.shortcuts.zoom, run: () => zoomBy(-1), hidden: true },
      { keys: "Alt+Digit0", label: t.review.page.fitPage, run: () => fit("page") },
      { keys: "Plus", label: t.shortcuts.zoom, run: () => zoomBy(1), hidden: true },
      { keys: "-", label: t.shortcuts.zoom, run: () => zoomBy(-1), hidden: true },
      { keys: "0", label: t.shortcuts.zoom, run: () => fit("page"), hidden: true },
      { keys: "Alt+KeyW", label: t.review.page.fitWidth, run: () => fit("width") },
      { keys: "Alt+KeyO", label: t.shortcuts.rotate, run: () => setTurn(turned) },
      { keys: "Alt+KeyS", label: t.review.page.thumbnails, run: () => setThumbnails((now) => !now) },
      { keys: "Mod", label: t.shortcuts.allPlaces, run: listedOnly, keyOnly: true },
      { keys: "PgDn", label: t.shortcuts.scrollPage, run: listedOnly, keyOnly: true },
      { keys: "Alt+PageDown", label: t.review.page.next, run: () => go(page + 1) },
      { keys: "Alt+PageUp", label: t.review.page.previous, run: () => go(page - 1) },
    ],
    anyPage,
  );
  // Ctrl+F in the search field is the browser's own search.
  useShortcuts(
    t.review.tabs.page,
    [{ keys: "Mod+f", label: t.review.page.find, run: find.open }],
    anyPage && !find.focused,
  );
  usePageKeys(viewer, leaf);
  useWheelZoom(scroller, zoomBy);

  return (
    <section ref={viewer} className={styles["viewer"]} aria-label={t.review.tabs.page}>
      {anyPage && (
        <Toolbar
          page={page}
          pageCount={pageCount}
          zoom={zoom}
          thumbnails={thumbnails}
          onPage={go}
          onZoom={zoomBy}
          onFit={fit}
          onRotate={() => setTurn(turned)}
          onFind={find.open}
          onThumbnails={() => setThumbnails(!thumbnails)}
          onXml={props.onXml}
        />
      )}
      {find.isOpen && <FindBar {...find.bar} />}
      <div className={styles["body"]}>
        {thumbnails && pageCount > 1 && (
          <Thumbnails invoiceId={invoiceId} ratios={ratios} page={page} onPage={go} ready={firstLoaded} />
        )}
        {/* Scrolls, so it takes the focus: the arrow keys must reach what does not fit. */}
        <div
          ref={scroller}
          className={styles["scroller"]}
          // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
          tabIndex={0}
          role="group"
          aria-label={t.review.page.label(page, pageCount)}
        >
          {!anyPage ? (
            <EmptyState icon={<FileIcon />} title={t.review.page.missing} hint={props.missingHint} />
          ) : (
            <div
              className={styles["pageList"]}
              style={{ height: list.height, minWidth: widest(sizes) + 2 * MARGIN }}
            >
              {list.items.map(({ index, start }) => {
                const ratio = ratios[index] ?? A4;
                const size = sizes[index] ?? { width: 0, height: 0 };
                const number = index + 1;
                return (
                  <div
                    key={number}
                    className={styles["frame"]}
                    style={{ ...size, transform: `translate(-50%, ${start}px)` }}
                  >
                    <PageSheet
                      invoiceId={invoiceId}
                      number={number}
                      pageCount={pageCount}
                      missingHint={props.missingHint}
                      words={texts.pages.get(number)?.words ?? NO_WORDS}
                      ratio={ratio}
                      size={size}
                      turn={turn}
                      imageWidth={wantedWidth(ratio, view, turn, devicePixelRatio)}
                      evidence={evidence}
                      marked={marked}
                      matches={find.on(number)}
                      match={find.current?.page === number ? find.current : null}
                      field={field}
                      fieldName={props.fieldName}
                      cursor={cursorOn === number}
                      isScrolling={list.isScrolling}
                      onWords={take}
                      onCursorLeft={leaveCursor}
                      onOpen={props.onOpen}
                      onHover={props.onHover}
                      onLoaded={loaded}
                    />
                  </div>
                );
              })}
            </div>
          )}
        </div>
      </div>
      {anyPage && (
        <Legend
          fills={props.fieldName}
          taken={taken?.field === field && field !== null ? taken.words : null}
        />
      )}
    </section>
  );
});

/** For a key that is handled elsewhere (`use-keys`) and named in the help only: no press is called "PgDn". */
function listedOnly(): void {
  // Nothing to run.
}

function widest(sizes: readonly Size[]): number {
  return sizes.reduce((most, { width }) => Math.max(most, width), 0);
}

/** Height by width of every page: as it was read, else as its picture tells, else as the first page's. */
function useRatios(pages: ReadonlyMap<number, Page>, pageCount: number) {
  const [learnt, setLearnt] = useState<Readonly<Record<number, number>>>({});
  const known = useMemo(() => {
    const ratioAt = (number: number, otherwise: number) => {
      const read = pages.get(number);
      return read ? ratioOf(read) : (learnt[number] ?? otherwise);
    };
    const first = ratioAt(1, A4);
    return Array.from({ length: pageCount }, (_, index) => ratioAt(index + 1, first)).join(" ");
  }, [pages, pageCount, learnt]);
  // The same list while more pages are read that are as was assumed: what is shown does not move.
  const ratios = useMemo(() => (known === "" ? [] : known.split(" ").map(Number)), [known]);
  const learn = useCallback(
    (page: number, ratio: number) => {
      if (!pages.has(page)) setLearnt((all) => ({ ...all, [page]: ratio }));
    },
    [pages],
  );
  return { ratios, learn };
}

/** The words of the pages in the window are needed, once it rests. */
function useTextsOf({ items, isScrolling }: PageList, need: (first: number, last: number) => void): void {
  const first = items[0]?.index ?? 0;
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (!isScrolling) need(first + 1, last + 1);
  }, [first, last, isScrolling, need]);
}

/** The field that was gone to is brought into view once, when the pages are there. */
function useShowActive(
  active: string | null,
  evidence: Props["evidence"],
  ready: boolean,
  show: (page: number, box: Box | null) => void,
): void {
  const shown = useRef<string | null>(null);
  useEffect(() => {
    if (!ready || shown.current === active) return;
    shown.current = active;
    const place = active === null ? undefined : (evidence[active] ?? evidence[`${active}/0`]);
    if (place?.page) show(place.page, place.box ?? null);
  });
}

/** An invoice that is drawn ahead cannot be measured yet: it will mostly have what the one before has. */
let lastRoom: Size = { width: 0, height: 0 };

/** What the scroller has for a page. 0 before it is known. */
function useRoom(element: RefObject<HTMLElement | null>): Size {
  const [room, setRoom] = useState<Size>(lastRoom);
  useLayoutEffect(() => {
    const target = element.current;
    if (!target) return;
    const measure = () => {
      const width = Math.max(0, target.clientWidth - 2 * MARGIN);
      const height = Math.max(0, target.clientHeight - 2 * MARGIN);
      if (lastRoom.width !== width || lastRoom.height !== height) lastRoom = { width, height };
      setRoom(lastRoom);
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(target);
    return () => observer.disconnect();
  }, [element]);
  return room;
}
