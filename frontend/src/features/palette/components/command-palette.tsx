import { Autocomplete } from "@base-ui/react/autocomplete";
import { Dialog } from "@base-ui/react/dialog";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import type { InvoiceRow } from "@/lib/api/types";
import { useDebounced } from "@/lib/debounce";
import { useI18n } from "@/lib/i18n/i18n";
import { invoicesQuery } from "@/lib/invoices/list-invoices";
import { Kbd, keyNames } from "@/lib/ui/kbd";
import { SearchIcon } from "@/lib/ui/icons";
import { commandsFor, type Command } from "../command-groups";
import { useCommands } from "../use-commands";
import { Hit } from "./hit";
import styles from "./palette.module.css";
import { TypedAhead } from "./typed-ahead";

/** Milliseconds without a key after which the server is asked. */
const REST = 100;
const MOST_HITS = 8;

interface Entry {
  id: string;
  command?: Command;
  hit?: InvoiceRow;
}

interface EntryGroup {
  value: string;
  items: readonly Entry[];
}

interface Props {
  /** What was typed before it was there. */
  typed: string;
  onClose: () => void;
}

/** Finds invoices of any state and runs what the screen offers, by keyboard alone. */
export function CommandPalette({ typed, onClose }: Props) {
  const { t } = useI18n();
  const navigate = useNavigate();
  const [text, setText] = useState(typed);
  const [hasFocus, setHasFocus] = useState(false);
  const { hits, isCurrent } = useHits(text);
  const commands = commandsFor(useCommands(), text);

  const groups: EntryGroup[] = [
    ...(hits.length > 0
      ? [{ value: t.palette.invoices, items: hits.map((hit) => ({ id: String(hit.id), hit })) }]
      : []),
    ...commands.map(({ title, commands }) => ({
      value: title,
      items: commands.map((command) => ({ id: command.id, command })),
    })),
  ];

  const choose = ({ hit, command }: Entry) => {
    onClose();
    if (hit) void navigate({ to: "/review/$invoiceId", params: { invoiceId: String(hit.id) } });
    // The focus is back where it was first: some commands are about the field that has it.
    else setTimeout(() => command?.run());
  };

  /** The text behind which Enter came before its hits had: the first of those is meant, not the first of those before. */
  const entered = useRef<string | null>(null);
  const isTooEarly = !isCurrent && (hits.length > 0 || commands.length === 0);
  useEffect(() => {
    if (!isCurrent || entered.current === null) return;
    const isSame = entered.current === text;
    entered.current = null;
    const first = groups[0]?.items[0];
    if (isSame && first) choose(first);
  });

  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className={styles["backdrop"]} />
        <Dialog.Viewport className={styles["viewport"]}>
          {!hasFocus && <TypedAhead onText={setText} />}
          <Dialog.Popup
            className={styles["popup"]}
            aria-label={t.palette.title}
            onFocus={() => setHasFocus(true)}
          >
            <Autocomplete.Root
              open
              inline
              autoHighlight="always"
              keepHighlight
              filter={null}
              items={groups}
              value={text}
              onValueChange={(value, { reason }) => reason !== "item-press" && setText(value)}
              itemToStringValue={({ id }: Entry) => id}
            >
              <div className={styles["input"]}>
                <SearchIcon aria-hidden />
                <Autocomplete.Input
                  aria-label={t.palette.placeholder}
                  placeholder={t.palette.placeholder}
                  onKeyDown={(event) => {
                    if (event.key !== "Enter" || !isTooEarly) return;
                    event.preventBaseUIHandler();
                    entered.current = text;
                  }}
                />
              </div>
              <Autocomplete.Empty className={styles["empty"]}>
                {groups.length === 0 && t.palette.nothing}
              </Autocomplete.Empty>
              <Autocomplete.List className={styles["list"]} aria-label={t.palette.title}>
                {(group: EntryGroup) => (
                  <Autocomplete.Group key={group.value} items={group.items}>
                    <Autocomplete.GroupLabel className={styles["title"]}>
                      {group.value}
                    </Autocomplete.GroupLabel>
                    <Autocomplete.Collection>
                      {(entry: Entry) => (
                        <Autocomplete.Item
                          key={entry.id}
                          value={entry}
                          className={styles["item"]}
                          onClick={() => choose(entry)}
                        >
                          {entry.hit && <Hit row={entry.hit} />}
                          {entry.command && <CommandLine command={entry.command} />}
                        </Autocomplete.Item>
                      )}
                    </Autocomplete.Collection>
                  </Autocomplete.Group>
                )}
              </Autocomplete.List>
            </Autocomplete.Root>
            <Dialog.Close className={styles["close"]}>{t.action.close}</Dialog.Close>
          </Dialog.Popup>
        </Dialog.Viewport>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

interface Hits {
  hits: readonly InvoiceRow[];
  /** They are of this text, not of what was typed before. */
  isCurrent: boolean;
}

/** The best hits of all invoices; those of before stay while the next ones come, and none without a text. */
function useHits(text: string): Hits {
  const q = useDebounced(text, REST).trim();
  const { data, isPlaceholderData, isPending } = useQuery({
    ...invoicesQuery({ q, page: 1, per_page: MOST_HITS }),
    enabled: q !== "",
    placeholderData: (before) => before,
  });
  return {
    hits: text.trim() === "" || q === "" ? [] : (data?.invoices ?? []),
    isCurrent: q === text.trim() && (q === "" || !(isPlaceholderData || isPending)),
  };
}

function CommandLine({ command: { label, keys } }: { command: Command }) {
  return (
    <>
      <span>{label}</span>
      {keys && <Kbd keys={keyNames(keys)} />}
    </>
  );
}
