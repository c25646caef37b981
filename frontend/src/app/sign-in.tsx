import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState, type SyntheticEvent } from "react";
import { ApiError, UnreachableError } from "@/lib/api/errors";
import { hosted } from "@/lib/base-path";
import { useI18n } from "@/lib/i18n/i18n";
import { signIn } from "@/lib/session/api-key";
import { Button } from "@/lib/ui/button";
import styles from "./sign-in.module.css";

export function SignIn() {
  const { t } = useI18n();
  const client = useQueryClient();
  const [key, setKey] = useState("");
  const [onDevice, setOnDevice] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);

  useEffect(() => {
    document.title = `${t.signIn.title} · ${t.app.name}`;
    input.current?.focus();
  }, [t]);

  const submit = async (event: SyntheticEvent) => {
    event.preventDefault();
    setBusy(true);
    setProblem(await check(key.trim(), { wrong: t.signIn.wrong, unreachable: t.error.unreachable }));
    setBusy(false);
  };

  /** Checks the key with the server before it is kept. Null when it is valid. */
  const check = async (candidate: string, words: { wrong: string; unreachable: string }) => {
    try {
      await askWith(candidate);
    } catch (error) {
      if (error instanceof ApiError) return [401, 403].includes(error.status) ? words.wrong : error.message;
      return words.unreachable;
    }
    client.clear();
    signIn(candidate, onDevice);
    return null;
  };

  return (
    <main className={styles["page"]}>
      <form className={styles["card"]} onSubmit={(event) => void submit(event)}>
        <img src={hosted("/icon.svg")} alt="" width={40} height={40} />
        <h1>
          {t.app.name}
          <span>{t.signIn.title}</span>
        </h1>
        <p>{t.signIn.hint}</p>
        <label className="field">
          <span>{t.signIn.key}</span>
          <input
            ref={input}
            type="password"
            autoComplete="current-password"
            spellCheck={false}
            required
            value={key}
            aria-invalid={problem !== null}
            aria-describedby={problem ? "sign-in-problem" : undefined}
            onChange={(event) => setKey(event.target.value)}
          />
        </label>
        {problem && (
          <p id="sign-in-problem" className={styles["problem"]} role="alert">
            {problem}
          </p>
        )}
        <label className={styles["keep"]}>
          <input type="checkbox" checked={onDevice} onChange={(event) => setOnDevice(event.target.checked)} />
          <span>
            {t.signIn.keep}
            <small>{t.signIn.keepHint}</small>
          </span>
        </label>
        <Button type="submit" variant="primary" disabled={busy}>
          {t.signIn.submit}
        </Button>
      </form>
    </main>
  );
}

/** Throws the server's error for this key. Not through the client: a refusal here does not end the session. */
async function askWith(key: string): Promise<void> {
  let response: Response;
  try {
    response = await fetch(hosted("/api/me"), { headers: { Authorization: `Bearer ${key}` } });
  } catch (error) {
    throw new UnreachableError(error);
  }
  if (response.ok) return;
  throw new ApiError(response.status, { error: `${response.status}`, code: `http-${response.status}` });
}
