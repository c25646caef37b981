/** Work on many invoices: it goes on while somebody looks at other pages, shows how far it is, and can be stopped. */
import { createContext, use, useMemo, useState, type ReactNode } from "react";
import { useI18n } from "@/lib/i18n/i18n";
import { Button } from "@/lib/ui/button";
import { ProgressBar } from "@/lib/ui/progress-bar";
import { useLeavingAsked } from "@/lib/use-leaving-asked";
import { forEach, type Outcome } from "./for-each";
import styles from "./bulk-jobs.module.css";

/** Fewer are done before somebody has read how far they are. */
const FEWEST_SHOWN = 9;

interface Job {
  id: number;
  /** What is being done: "Confirming". */
  title: string;
  tried: number;
  total: number;
  cancel: () => void;
}

interface BulkJobs {
  run: <Item, Result>(
    title: string,
    items: readonly Item[],
    act: (item: Item) => Promise<Result>,
  ) => Promise<Outcome<Item, Result>>;
}

const BulkJobsContext = createContext<BulkJobs | null>(null);

export function useBulkJobs(): BulkJobs {
  const jobs = use(BulkJobsContext);
  if (!jobs) throw new Error("useBulkJobs needs a BulkJobsProvider above it.");
  return jobs;
}

let jobsSoFar = 0;

export function BulkJobsProvider({ children }: { children: ReactNode }) {
  const [running, setRunning] = useState<readonly Job[]>([]);

  const jobs = useMemo<BulkJobs>(
    () => ({
      run: async (title, items, act) => {
        const id = ++jobsSoFar;
        const stop = new AbortController();
        const job: Job = { id, title, tried: 0, total: items.length, cancel: () => stop.abort() };
        setRunning((all) => [...all, job]);
        const onProgress = (tried: number) =>
          setRunning((all) => all.map((one) => (one.id === id ? { ...one, tried } : one)));
        try {
          return await forEach(items, act, { signal: stop.signal, onProgress });
        } finally {
          setRunning((all) => all.filter((one) => one.id !== id));
        }
      },
    }),
    [],
  );
  const shown = running.filter(({ total }) => total >= FEWEST_SHOWN);
  // The rest would not be done.
  useLeavingAsked(shown.length > 0);

  return (
    <BulkJobsContext value={jobs}>
      {children}
      {shown.length > 0 && <Progress jobs={shown} />}
    </BulkJobsContext>
  );
}

function Progress({ jobs }: { jobs: readonly Job[] }) {
  const { t, f } = useI18n();
  return (
    <section className={styles["panel"]} aria-label={t.inbox.jobs.label}>
      {jobs.map(({ id, title, tried, total, cancel }) => (
        <div key={id} className={styles["job"]}>
          <span>{t.inbox.jobProgress(title, f.number(tried), f.number(total))}</span>
          <Button small onClick={cancel}>
            {t.action.cancel}
          </Button>
          <ProgressBar value={tried / total} label={title} />
        </div>
      ))}
    </section>
  );
}
