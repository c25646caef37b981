import { useNavigate } from "@tanstack/react-router";
import { useRef, useState } from "react";
import { useI18n } from "@/lib/i18n/i18n";
import { Button, IconButton } from "@/lib/ui/button";
import { Dialog } from "@/lib/ui/dialog";
import { DeleteIcon, ExpandIcon } from "@/lib/ui/icons";
import { Menu, MenuCheckItem, MenuItem } from "@/lib/ui/menu";
import { isShown, LONGEST_NAME, useSavedViews, withoutPage } from "../saved-views";
import type { InboxSearch } from "../search";
import styles from "./inbox.module.css";

/** Named lists: opened by one click, the one that is shown has a mark. */
export function SavedMenu({ search }: { search: Partial<InboxSearch> }) {
  const { t } = useI18n();
  const navigate = useNavigate();
  const { views } = useSavedViews();
  const [dialog, setDialog] = useState<"save" | "manage" | null>(null);
  return (
    <>
      <Menu
        trigger={
          <Button>
            {t.saved.title}
            <ExpandIcon aria-hidden />
          </Button>
        }
      >
        {views.map((view) => (
          <MenuCheckItem
            key={view.name}
            checked={isShown(view, search)}
            onChange={() => void navigate({ to: "/inbox", search: view.search })}
          >
            {view.name}
          </MenuCheckItem>
        ))}
        <MenuItem onClick={() => setDialog("save")}>{t.saved.save}</MenuItem>
        {views.length > 0 && <MenuItem onClick={() => setDialog("manage")}>{t.saved.manage}</MenuItem>}
      </Menu>
      {dialog === "save" && <SaveDialog search={search} onClose={() => setDialog(null)} />}
      {dialog === "manage" && <ManageDialog onClose={() => setDialog(null)} />}
    </>
  );
}

function SaveDialog({ search, onClose }: { search: Partial<InboxSearch>; onClose: () => void }) {
  const { t } = useI18n();
  const { views, save } = useSavedViews();
  const [name, setName] = useState("");
  const field = useRef<HTMLInputElement>(null);
  const given = name.trim();
  return (
    <Dialog
      open
      onClose={onClose}
      title={t.saved.saveTitle}
      hint={t.saved.saveHint}
      initialFocus={field}
      actions={
        <>
          <Button onClick={onClose}>{t.action.cancel}</Button>
          <Button variant="primary" type="submit" form="save-view" disabled={given === ""}>
            {views.some((view) => view.name === given) ? t.saved.replace : t.saved.saveVerb}
          </Button>
        </>
      }
    >
      <form
        id="save-view"
        onSubmit={(event) => {
          event.preventDefault();
          if (given === "") return;
          save({ name: given, search: withoutPage({ ...search }) });
          onClose();
        }}
      >
        <label className="field">
          <span>{t.saved.name}</span>
          <input
            ref={field}
            value={name}
            maxLength={LONGEST_NAME}
            onChange={(event) => setName(event.target.value)}
          />
        </label>
      </form>
    </Dialog>
  );
}

function ManageDialog({ onClose }: { onClose: () => void }) {
  const { t } = useI18n();
  const { views, rename, remove } = useSavedViews();
  return (
    <Dialog open onClose={onClose} title={t.saved.title} hint={t.saved.hint}>
      <ul className={styles["views"]}>
        {views.map(({ name }) => (
          <li key={name}>
            <input
              aria-label={t.saved.renameOf(name)}
              defaultValue={name}
              maxLength={LONGEST_NAME}
              onBlur={(event) => {
                const next = event.currentTarget.value.trim();
                if (next === "") event.currentTarget.value = name;
                else if (next !== name) rename(name, next);
              }}
              onKeyDown={(event) => event.key === "Enter" && event.currentTarget.blur()}
            />
            <IconButton label={t.saved.remove(name)} onClick={() => remove(name)}>
              <DeleteIcon aria-hidden />
            </IconButton>
          </li>
        ))}
      </ul>
      {views.length === 0 && <p>{t.saved.none}</p>}
    </Dialog>
  );
}
