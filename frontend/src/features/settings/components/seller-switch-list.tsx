import { useState } from "react";
import { useErrorText } from "@/lib/i18n/error-text";
import { useI18n } from "@/lib/i18n/i18n";
import { useFoundSellers } from "@/lib/sellers/find-sellers";
import { Button } from "@/lib/ui/button";
import { ErrorState, Skeleton } from "@/lib/ui/states";
import { useToast } from "@/lib/ui/toasts";
import { useSwitches, useSwitchSeller } from "../api/automation";
import styles from "./settings.module.css";

/** The sellers that do not follow the settings; any other is found and switched here. */
export function SellerSwitchList() {
  const { t } = useI18n();
  const words = t.automation.switches;
  const switches = useSwitches();
  const [text, setText] = useState("");
  const found = useFoundSellers(text) ?? [];
  const switched = switches.data?.pages.flatMap(({ sellers }) => sellers) ?? [];
  const others = found.filter(({ id }) => !switched.some((one) => one.seller_id === id));
  return (
    <section>
      <h2>{words.title}</h2>
      <label className="field">
        <span>{words.find}</span>
        <input type="search" value={text} onChange={(event) => setText(event.target.value)} />
      </label>
      {switches.error && !switches.data ? (
        <ErrorState error={switches.error} onRetry={() => void switches.refetch()} />
      ) : switches.isPending ? (
        <Skeleton rows={2} />
      ) : switched.length + others.length === 0 ? (
        <p className={styles["faint"]}>{words.none}</p>
      ) : (
        <ul className={styles["switches"]}>
          {others.map(({ id, name }) => (
            <Switch key={id} id={id} name={name} enabled={null} />
          ))}
          {switched.map(({ seller_id, name, enabled }) => (
            <Switch key={seller_id} id={seller_id} name={name} enabled={enabled} />
          ))}
        </ul>
      )}
      {switches.hasNextPage && (
        <Button disabled={switches.isFetchingNextPage} onClick={() => void switches.fetchNextPage()}>
          {words.more}
        </Button>
      )}
    </section>
  );
}

const CHOICES = { on: true, off: false, follow: null } as const;
type Choice = keyof typeof CHOICES;

function Switch({ id, name, enabled }: { id: number; name: string; enabled: boolean | null }) {
  const { t } = useI18n();
  const words = t.automation.switches;
  const toast = useToast();
  const errorText = useErrorText();
  const { mutate, isPending } = useSwitchSeller();
  const choices = Object.keys(CHOICES) as Choice[];
  return (
    <li>
      <span>{name}</span>
      <select
        aria-label={words.of(name)}
        disabled={isPending}
        value={choices.find((choice) => CHOICES[choice] === enabled)}
        onChange={(event) =>
          mutate(
            { id, enabled: CHOICES[event.target.value as Choice] },
            {
              onSuccess: () => toast({ text: words.done(name) }),
              onError: (error) => toast({ text: errorText(error), kind: "error" }),
            },
          )
        }
      >
        {choices.map((choice) => (
          <option key={choice} value={choice}>
            {words[choice]}
          </option>
        ))}
      </select>
    </li>
  );
}
