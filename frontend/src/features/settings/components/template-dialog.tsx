import { useRef, useState, type SyntheticEvent } from "react";
import type { ExportTemplate, TemplateFormat } from "@/lib/api/types";
import { useErrorText } from "@/lib/i18n/error-text";
import { useI18n } from "@/lib/i18n/i18n";
import { Button } from "@/lib/ui/button";
import { Dialog } from "@/lib/ui/dialog";
import { useToast } from "@/lib/ui/toasts";
import { useSaveTemplate, useTryTemplate } from "../api/templates";
import styles from "./settings.module.css";

const FORMATS = ["csv", "json", "xml"] as const satisfies readonly TemplateFormat[];
const LONGEST_BODY = 100_000;

interface Props {
  /** The one that is changed; one that is always there is what a new one begins with. */
  template?: ExportTemplate;
  onClose: () => void;
}

/** A template, written here or taken from a file; tried before it is saved, as often as it takes. */
export function TemplateDialog({ template, onClose }: Props) {
  const { t } = useI18n();
  const words = t.templates;
  const toast = useToast();
  const changed = template && !template.shipped ? template : null;
  const first = useRef<HTMLInputElement>(null);
  const [name, setName] = useState(changed?.name ?? "");
  const [format, setFormat] = useState<TemplateFormat>(template?.format ?? "csv");
  const [body, setBody] = useState(template?.body ?? "");
  const trial = useTryTemplate();
  const saving = useSaveTemplate();
  const error = trial.error ?? saving.error;
  const edit = (text: string) => {
    setBody(text);
    trial.reset();
    saving.reset();
  };
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    trial.reset();
    saving.mutate(
      { name, format, body },
      {
        onSuccess: () => {
          toast({ text: words.saved(name) });
          onClose();
        },
      },
    );
  };
  return (
    <Dialog
      open
      onClose={onClose}
      wide
      title={changed ? `${words.change}: ${changed.name}` : words.add}
      initialFocus={first}
    >
      <form className={styles["newKey"]} onSubmit={submit}>
        <div className={styles["choices"]}>
          <label className="field">
            <span>{words.name}</span>
            <input
              ref={first}
              required
              readOnly={changed !== null}
              pattern="[a-z0-9][a-z0-9\-]{0,39}"
              title={words.nameHint}
              placeholder="erp-bills"
              autoComplete="off"
              spellCheck={false}
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
          </label>
          <label className="field">
            <span>{words.format}</span>
            <select value={format} onChange={(event) => setFormat(event.target.value as TemplateFormat)}>
              {FORMATS.map((one) => (
                <option key={one} value={one}>
                  {one.toUpperCase()}
                </option>
              ))}
            </select>
          </label>
          <label className="field">
            <span>{words.file}</span>
            <input
              type="file"
              onChange={(event) => {
                const [file] = event.target.files ?? [];
                if (file) void file.text().then((text) => edit(text.slice(0, LONGEST_BODY + 1)));
              }}
            />
          </label>
        </div>
        <label className="field">
          <span>{words.body}</span>
          <textarea
            className={styles["code"]}
            required
            rows={10}
            wrap="off"
            spellCheck={false}
            value={body}
            onChange={(event) => edit(event.target.value)}
          />
        </label>
        {error && <Failure error={error} />}
        {trial.data && (
          <figure className={styles["trial"]}>
            <figcaption>{words.written}</figcaption>
            {/* It scrolls, so it takes the focus. */}
            {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
            <pre tabIndex={0} aria-label={words.written}>
              {trial.data.text}
            </pre>
          </figure>
        )}
        <div className={styles["buttons"]}>
          <Button onClick={onClose}>{t.action.cancel}</Button>
          <Button
            disabled={trial.isPending || !body.trim()}
            onClick={() => {
              saving.reset();
              trial.mutate({ format, body });
            }}
          >
            {words.check}
          </Button>
          <Button type="submit" variant="primary" disabled={saving.isPending}>
            {words.save}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

/** The reader's sentence; and, where that says less, the line and the reason as the template's language puts it. */
function Failure({ error }: { error: Error }) {
  const errorText = useErrorText();
  const sentence = errorText(error);
  return (
    <div role="alert" className={styles["wrong"]}>
      <p>{sentence}</p>
      {sentence !== error.message && <p lang="en">{error.message}</p>}
    </div>
  );
}
