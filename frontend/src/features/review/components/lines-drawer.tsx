import { useLinesDrawer } from "../use-lines-drawer";
import { Lines } from "./lines-section";
import styles from "./lines-drawer.module.css";

/** The lines across the whole width of the screen, below the page and the fields. */
export function LinesDrawer() {
  const { open } = useLinesDrawer();
  return (
    open && (
      <div className={styles["drawer"]}>
        <Lines />
      </div>
    )
  );
}
