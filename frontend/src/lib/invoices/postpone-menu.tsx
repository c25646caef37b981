/** Puts the review off: the days that are usual, any other one, or back to now. */
import { useEffect, useRef, useState, type ReactNode } from "react";
import { useI18n } from "@/lib/i18n/i18n";
import { useShortcuts } from "@/lib/shortcuts";
import { Button } from "@/lib/ui/button";
import { Dialog } from "@/lib/ui/dialog";
import { PostponeIcon } from "@/lib/ui/icons";
import { Menu, MenuItem } from "@/lib/ui/menu";
import { postponeDays } from "./postpone-days";
import styles from "./postpone-menu.module.css";

interface Props {
  /** Whose key Alt+L is: the title of its section in the help. */
  section: string;
  disabled?: boolean;
  /** The day that it is put off until already. */
  until: string | null;
  onPostpone: (until: string | null) => void;
}

export function PostponeMenu({ section, disabled = false, until, onPostpone }: Props) {
  const { t, f } = useI18n();
  const [open, setOpen] = useState(false);
  const [picking, setPicking] = useState(false);
  useShortcuts(
    section,
    [{ keys: "Alt+KeyL", label: t.review.postpone.name, run: () => setOpen(true) }],
    !disabled,
  );
  const items = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!open) return;
    // Opened by a key, the menu itself would have the focus: Enter takes the first day at once.
    const timer = setTimeout(
      () => items.current?.querySelector<HTMLElement>('[role="menuitem"]')?.focus(),
      50,
    );
    return () => clearTimeout(timer);
  }, [open]);
  const days = postponeDays(new Date());
  const day = (name: string, iso: string) => (
    <MenuItem onClick={() => onPostpone(iso)}>
      <Named name={name}>{f.date(iso)}</Named>
    </MenuItem>
  );
  return (
    <>
      <Menu
        open={open}
        onOpenChange={setOpen}
        trigger={
          <Button
            small
            variant="quiet"
            disabled={disabled}
            aria-label={until ? t.review.postpone.until(f.date(until)) : t.review.postpone.name}
            title="Alt+L"
          >
            <PostponeIcon aria-hidden />
            <span className={styles["word"]}>
              {until ? t.review.postpone.until(f.date(until)) : t.review.postpone.name}
            </span>
          </Button>
        }
      >
        <div ref={items}>
          {until && <MenuItem onClick={() => onPostpone(null)}>{t.review.postpone.now}</MenuItem>}
          {day(t.review.postpone.tomorrow, days.tomorrow)}
          {days.monday !== days.tomorrow &&
            days.monday !== days.inAWeek &&
            day(t.review.postpone.monday, days.monday)}
          {day(t.review.postpone.inAWeek, days.inAWeek)}
          <MenuItem onClick={() => setPicking(true)}>{t.review.postpone.pick}</MenuItem>
        </div>
      </Menu>
      {picking && (
        <DayDialog
          earliest={days.tomorrow}
          latest={days.latest}
          onCancel={() => setPicking(false)}
          onPicked={(iso) => {
            setPicking(false);
            onPostpone(iso);
          }}
        />
      )}
    </>
  );
}

function Named({ name, children }: { name: string; children: ReactNode }) {
  return (
    <span className={styles["day"]}>
      {name} <small>{children}</small>
    </span>
  );
}

interface DayProps {
  earliest: string;
  latest: string;
  onCancel: () => void;
  onPicked: (iso: string) => void;
}

function DayDialog({ earliest, latest, onCancel, onPicked }: DayProps) {
  const { t } = useI18n();
  const [iso, setIso] = useState(earliest);
  const input = useRef<HTMLInputElement>(null);
  const isPossible = iso >= earliest && iso <= latest;
  return (
    <Dialog open onClose={onCancel} title={t.review.postpone.pickTitle} initialFocus={input}>
      <form
        className={styles["pick"]}
        onSubmit={(event) => {
          event.preventDefault();
          if (isPossible) onPicked(iso);
        }}
      >
        <input
          ref={input}
          type="date"
          aria-label={t.review.postpone.day}
          min={earliest}
          max={latest}
          value={iso}
          required
          onChange={(event) => setIso(event.target.value)}
        />
        <Button onClick={onCancel}>{t.action.cancel}</Button>
        <Button type="submit" variant="primary" disabled={!isPossible}>
          {t.review.postpone.name}
        </Button>
      </form>
    </Dialog>
  );
}
