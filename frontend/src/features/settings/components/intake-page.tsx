import { getRouteApi } from "@tanstack/react-router";
import { useI18n } from "@/lib/i18n/i18n";
import { Button } from "@/lib/ui/button";
import { ErrorState, Skeleton } from "@/lib/ui/states";
import { useIntake } from "../api/intake";
import { SHOWN } from "../intake-search";
import { IntakeItems } from "./intake-items";
import { IntakeSources } from "./intake-sources";
import { SettingsPageFor } from "./settings-page-for";
import styles from "./intake.module.css";

const route = getRouteApi("/settings/intake");

/** Mails and files that came by themselves, and what became of each; for those who review. */
export function IntakePage() {
  const { t } = useI18n();
  return (
    <SettingsPageFor action="see_intake" otherwise={t.intake.forReviewers}>
      <Intake />
    </SettingsPageFor>
  );
}

function Intake() {
  const { t } = useI18n();
  const { shown = "all" } = route.useSearch();
  const navigate = route.useNavigate();
  const intake = useIntake(shown);
  const sources = intake.data?.pages[0]?.sources ?? [];
  const items = intake.data?.pages.flatMap((page) => page.items) ?? [];
  if (intake.isPending) {
    return (
      <section>
        <Skeleton rows={6} />
      </section>
    );
  }
  if (intake.isError && !intake.data) {
    return <ErrorState error={intake.error} onRetry={() => void intake.refetch()} />;
  }
  return (
    <>
      <IntakeSources sources={sources} />
      {(items.length > 0 || shown !== "all" || sources.length > 0) && (
        <section>
          <div className={styles["line"]}>
            <h2>{t.intake.came}</h2>
            <select
              aria-label={t.intake.show}
              value={shown}
              onChange={(event) => {
                const next = SHOWN.find((one) => one === event.target.value) ?? "all";
                void navigate({ search: next === "all" ? {} : { shown: next }, replace: true });
              }}
            >
              {SHOWN.map((one) => (
                <option key={one} value={one}>
                  {t.intake.shown[one]}
                </option>
              ))}
            </select>
          </div>
          <div aria-busy={intake.isPlaceholderData}>
            {items.length > 0 ? (
              <IntakeItems items={items} />
            ) : (
              <p className={styles["faint"]}>{t.intake.nothing[shown]}</p>
            )}
          </div>
          {intake.hasNextPage && (
            <Button disabled={intake.isFetchingNextPage} onClick={() => void intake.fetchNextPage()}>
              {t.intake.more}
            </Button>
          )}
        </section>
      )}
    </>
  );
}
