import { Link, Outlet, useNavigate, useRouterState } from "@tanstack/react-router";
import { lazy, Suspense, useEffect, useState, type ReactNode } from "react";
import { countOf } from "@/features/inbox/search";
import { UploadArea } from "@/features/upload/components/upload-area";
import { TypedAhead } from "@/features/palette/components/typed-ahead";
import { useReachable } from "@/lib/api/reachability";
import { hosted } from "@/lib/base-path";
import { useFilePicker } from "@/lib/file-picker";
import { useI18n } from "@/lib/i18n/i18n";
import { useStatusSummary } from "@/lib/invoices/status-summary";
import { useUndo } from "@/lib/invoices/undo-decision";
import { useMay, useMe } from "@/lib/session/me";
import { useSession } from "@/lib/session/api-key";
import { useShortcuts } from "@/lib/shortcuts";
import { Button, IconButton } from "@/lib/ui/button";
import {
  DashboardIcon,
  DataIcon,
  InboxIcon,
  KeyboardIcon,
  SearchIcon,
  SellersIcon,
  SettingsIcon,
  UploadIcon,
} from "@/lib/ui/icons";
import { useMatches } from "@/lib/ui/use-matches";
import { AwayBanner } from "./away-banner";
import { useLiveUpdates, type LiveState } from "./live-updates";
import { usePageTitle } from "./use-page-title";
import { ShortcutsHelp } from "./shortcuts-help";
import { SignIn } from "./sign-in";
import styles from "./shell.module.css";

const loadPalette = () =>
  import("@/features/palette/components/command-palette").then((module) => ({
    default: module.CommandPalette,
  }));
const CommandPalette = lazy(loadPalette);

/** More than fits beside an icon. */
const MOST_ON_ICON = 999;

/** Milliseconds: behind what the page itself loads. */
const PALETTE_AFTER = 2_000;

export function Shell() {
  const { refused } = useSession();
  return refused ? <SignIn /> : <SignedIn />;
}

function SignedIn() {
  const live = useLiveUpdates();
  usePageTitle();
  const { t } = useI18n();
  const narrow = useNarrow();
  return (
    <UploadArea>
      <div className={styles["shell"]} data-narrow={narrow || undefined}>
        <a className={styles["skip"]} href="#content">
          {t.app.skip}
        </a>
        <Navigation live={live} narrow={narrow} />
        <main id="content" className={styles["main"]} tabIndex={-1}>
          <AwayBanner />
          <Outlet />
        </main>
      </div>
    </UploadArea>
  );
}

const SMALL = matchMedia("(min-width: 721px) and (max-width: 1180px)");

/** The review needs the width, and on a small screen every table: the navigation is reduced to icons there. */
function useNarrow(): boolean {
  const isSmall = useMatches(SMALL);
  const isReview = useRouterState({ select: ({ location }) => location.pathname.startsWith("/review/") });
  return isReview || isSmall;
}

function Navigation({ live: stream, narrow }: { live: LiveState; narrow: boolean }) {
  const { t } = useI18n();
  // A stream that is still open says nothing while no call gets through.
  const live = useReachable() ? stream : "unreachable";
  const navigate = useNavigate();
  const chooseFiles = useFilePicker();
  const counts = useStatusSummary().data;
  const due = counts ? countOf("waiting_validation", counts) : 0;
  const me = useMe().data;
  /** Needs the room: that all is well the dot alone says beside it. */
  const named = me?.auth === "required" ? me.name : null;
  const may = useMay();
  const { undoNewest } = useUndo();
  const [help, setHelp] = useState(false);
  const [palette, setPalette] = useState(false);
  const [typedAhead, setTypedAhead] = useState("");
  const closePalette = () => {
    setPalette(false);
    setTypedAhead("");
  };

  useEffect(() => {
    // There before Ctrl+K asks for it.
    const timer = setTimeout(() => void loadPalette().catch(() => undefined), PALETTE_AFTER);
    return () => clearTimeout(timer);
  }, []);

  useShortcuts(t.shortcuts.everywhere, [
    { keys: "Mod+k", label: t.shortcuts.palette, run: () => setPalette(true), keyOnly: true },
    { keys: "?", label: t.shortcuts.help, run: () => setHelp(true) },
    { keys: "Alt+Slash", label: t.shortcuts.help, run: () => setHelp(true), hidden: true },
    { keys: "Alt+Digit1", label: t.shortcuts.goInbox, run: () => void navigate({ to: "/inbox" }) },
    { keys: "Alt+Digit2", label: t.shortcuts.goData, run: () => void navigate({ to: "/data" }) },
    { keys: "Alt+Digit3", label: t.shortcuts.goDashboard, run: () => void navigate({ to: "/dashboard" }) },
    { keys: "Alt+Digit4", label: t.shortcuts.goSettings, run: () => void navigate({ to: "/settings" }) },
    { keys: "Alt+Digit5", label: t.shortcuts.goSellers, run: () => void navigate({ to: "/sellers" }) },
    ...(may("upload") ? [{ keys: "Alt+KeyU", label: t.shortcuts.upload, run: chooseFiles }] : []),
    // Not Ctrl+Z: that undoes typing.
    ...(may("reopen") ? [{ keys: "Alt+KeyZ", label: t.shortcuts.undoDecision, run: undoNewest }] : []),
  ]);

  return (
    <nav className={styles["nav"]} aria-label={t.app.navigation}>
      <div className={styles["brand"]}>
        <img src={hosted("/icon.svg")} alt="" width={24} height={24} />
        <span>{t.app.name}</span>
      </div>
      {may("upload") && (
        <Button variant="primary" className={styles["upload"]} onClick={chooseFiles} title={t.nav.upload}>
          <UploadIcon aria-hidden />
          <span>{t.nav.upload}</span>
        </Button>
      )}
      <ul className={styles["links"]}>
        <NavigationLink to="/inbox" icon={<InboxIcon aria-hidden />} label={t.nav.inbox} narrow={narrow}>
          {due > 0 && (
            <>
              <span aria-hidden className={styles["count"]}>
                {narrow && due > MOST_ON_ICON ? `${MOST_ON_ICON}+` : due}
              </span>
              <span className="unseen">{t.nav.due(due)}</span>
            </>
          )}
        </NavigationLink>
        <NavigationLink to="/data" icon={<DataIcon aria-hidden />} label={t.nav.data} narrow={narrow} />
        <NavigationLink
          to="/sellers"
          icon={<SellersIcon aria-hidden />}
          label={t.nav.sellers}
          narrow={narrow}
        />
        <NavigationLink
          to="/dashboard"
          icon={<DashboardIcon aria-hidden />}
          label={t.nav.dashboard}
          narrow={narrow}
        />
        <NavigationLink
          to="/settings"
          icon={<SettingsIcon aria-hidden />}
          label={t.nav.settings}
          narrow={narrow}
        />
      </ul>
      <div className={styles["foot"]}>
        <span className={styles["live"]} data-state={live} title={t.connection[live]}>
          <span aria-hidden />
          {!narrow && (live !== "live" || !named) && t.connection[live]}
        </span>
        {named && !narrow && <span className={styles["who"]}>{named}</span>}
        <IconButton label={t.shortcuts.palette} shortcut="Mod+k" small onClick={() => setPalette(true)}>
          <SearchIcon aria-hidden />
        </IconButton>
        <IconButton label={t.action.shortcuts} shortcut="?" small onClick={() => setHelp(true)}>
          <KeyboardIcon aria-hidden />
        </IconButton>
      </div>
      {help && <ShortcutsHelp onClose={() => setHelp(false)} />}
      {palette && (
        <Suspense fallback={<TypedAhead onText={setTypedAhead} />}>
          <CommandPalette typed={typedAhead} onClose={closePalette} />
        </Suspense>
      )}
    </nav>
  );
}

interface NavigationLinkProps {
  to: "/inbox" | "/data" | "/sellers" | "/dashboard" | "/settings";
  icon: ReactNode;
  label: string;
  /** The icon alone is shown. */
  narrow: boolean;
  children?: ReactNode;
}

function NavigationLink({ to, icon, label, narrow, children }: NavigationLinkProps) {
  return (
    <li>
      <Link to={to} className={styles["link"]} activeOptions={{ includeSearch: false }} title={label}>
        {icon}
        {/* Seen by nobody, it still names the page. */}
        <span className={narrow ? "unseen" : undefined}>{label}</span>
        {children}
      </Link>
    </li>
  );
}
