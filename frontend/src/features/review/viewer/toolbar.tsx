/** Everything that is done with the page by a button. */
import { useI18n } from "@/lib/i18n/i18n";
import { IconButton } from "@/lib/ui/button";
import {
  AddIcon,
  CodeIcon,
  FitPageIcon,
  FitWidthIcon,
  NextIcon,
  PreviousIcon,
  RotateIcon,
  SearchIcon,
  ThumbnailsIcon,
  ZoomOutIcon,
} from "@/lib/ui/icons";
import type { Zoom } from "./zoom";
import styles from "./viewer.module.css";

interface Props {
  page: number;
  pageCount: number;
  zoom: Zoom;
  thumbnails: boolean;
  onPage: (page: number) => void;
  onZoom: (steps: 1 | -1) => void;
  onFit: (fit: Zoom["fit"]) => void;
  onRotate: () => void;
  onFind: () => void;
  onThumbnails: () => void;
  /** Saves the XML of an e-invoice. */
  onXml: (() => void) | null;
}

export function Toolbar(props: Props) {
  const { page, pageCount, zoom, onPage, onZoom, onFit, onXml } = props;
  const { t } = useI18n();
  const words = t.review.page;
  return (
    <div className={styles["bar"]} role="toolbar" aria-label={t.review.tabs.page}>
      {pageCount > 1 && (
        <>
          <IconButton
            small
            className={styles["roomy"]}
            label={words.thumbnails}
            shortcut="Alt+S"
            aria-pressed={props.thumbnails}
            onClick={props.onThumbnails}
          >
            <ThumbnailsIcon aria-hidden />
          </IconButton>
          <div className={styles["pages"]}>
            <IconButton small label={words.previous} disabled={page <= 1} onClick={() => onPage(page - 1)}>
              <PreviousIcon aria-hidden />
            </IconButton>
            <input
              type="text"
              inputMode="numeric"
              aria-label={words.number}
              key={page}
              defaultValue={page}
              onFocus={(event) => event.target.select()}
              onBlur={(event) => onPage(Number(event.target.value))}
              onKeyDown={(event) => event.key === "Enter" && onPage(Number(event.currentTarget.value))}
            />
            <span>{words.of(pageCount)}</span>
            <IconButton
              small
              label={words.next}
              disabled={page >= pageCount}
              onClick={() => onPage(page + 1)}
            >
              <NextIcon aria-hidden />
            </IconButton>
          </div>
        </>
      )}
      <div className={styles["tools"]}>
        {onXml && (
          <IconButton small label={words.xml} onClick={onXml}>
            <CodeIcon aria-hidden />
          </IconButton>
        )}
        <IconButton small label={words.find} shortcut="Mod+F" onClick={props.onFind}>
          <SearchIcon aria-hidden />
        </IconButton>
        <IconButton small label={words.zoomOut} shortcut="Alt+-" onClick={() => onZoom(-1)}>
          <ZoomOutIcon aria-hidden />
        </IconButton>
        <IconButton small label={words.zoomIn} shortcut="Alt+Plus" onClick={() => onZoom(1)}>
          <AddIcon aria-hidden />
        </IconButton>
        <IconButton
          small
          label={words.fitPage}
          shortcut="Alt+0"
          aria-pressed={zoom.fit === "page" && zoom.factor === 1}
          onClick={() => onFit("page")}
        >
          <FitPageIcon aria-hidden />
        </IconButton>
        <IconButton
          small
          label={words.fitWidth}
          shortcut="Alt+W"
          aria-pressed={zoom.fit === "width" && zoom.factor === 1}
          onClick={() => onFit("width")}
        >
          <FitWidthIcon aria-hidden />
        </IconButton>
        <IconButton small label={words.rotate} shortcut="Alt+O" onClick={props.onRotate}>
          <RotateIcon aria-hidden />
        </IconButton>
      </div>
    </div>
  );
}
