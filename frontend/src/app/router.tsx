import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from "@tanstack/react-router";
import { dataSearch } from "@/features/data/search";
import { inboxSearch } from "@/features/inbox/search";
import { intakeSearch } from "@/features/settings/intake-search";
import { reviewSearch } from "@/features/review/search";
import { sellersSearch } from "@/features/sellers/search";
import { basePath } from "@/lib/base-path";
import { queryClient } from "./query-client";
import { CrashPage, NotFoundPage } from "./fallback-pages";
import { Shell } from "./shell";

const root = createRootRoute({
  component: Shell,
  notFoundComponent: NotFoundPage,
  errorComponent: CrashPage,
});

const home = createRoute({
  getParentRoute: () => root,
  path: "/",
  beforeLoad: () => {
    throw redirect({ to: "/inbox", replace: true });
  },
});

const inbox = createRoute({
  getParentRoute: () => root,
  path: "/inbox",
  validateSearch: inboxSearch,
  component: lazyRouteComponent(() => import("@/features/inbox/components/inbox-page"), "InboxPage"),
});

const review = createRoute({
  getParentRoute: () => root,
  path: "/review/$invoiceId",
  validateSearch: reviewSearch,
  component: lazyRouteComponent(() => import("@/features/review/components/review-page"), "ReviewPage"),
});

const data = createRoute({
  getParentRoute: () => root,
  path: "/data",
  validateSearch: dataSearch,
  component: lazyRouteComponent(() => import("@/features/data/components/data-page"), "DataPage"),
});

const dashboard = createRoute({
  getParentRoute: () => root,
  path: "/dashboard",
  component: lazyRouteComponent(
    () => import("@/features/dashboard/components/dashboard-page"),
    "DashboardPage",
  ),
});

const sellers = createRoute({
  getParentRoute: () => root,
  path: "/sellers",
  validateSearch: sellersSearch,
  component: lazyRouteComponent(() => import("@/features/sellers/components/sellers-page"), "SellersPage"),
});

const seller = createRoute({
  getParentRoute: () => root,
  path: "/sellers/$sellerId",
  component: lazyRouteComponent(() => import("@/features/sellers/components/seller-page"), "SellerPage"),
});

const settings = createRoute({
  getParentRoute: () => root,
  path: "/settings",
  component: lazyRouteComponent(() => import("@/features/settings/components/settings-page"), "SettingsPage"),
});

const people = createRoute({
  getParentRoute: () => root,
  path: "/settings/people",
  component: lazyRouteComponent(() => import("@/features/settings/components/people-page"), "PeoplePage"),
});

const automation = createRoute({
  getParentRoute: () => root,
  path: "/settings/automation",
  component: lazyRouteComponent(
    () => import("@/features/settings/components/automation-page"),
    "AutomationPage",
  ),
});

const intake = createRoute({
  getParentRoute: () => root,
  path: "/settings/intake",
  validateSearch: intakeSearch,
  component: lazyRouteComponent(() => import("@/features/settings/components/intake-page"), "IntakePage"),
});

const webhooks = createRoute({
  getParentRoute: () => root,
  path: "/settings/webhooks",
  component: lazyRouteComponent(() => import("@/features/settings/components/webhooks-page"), "WebhooksPage"),
});

const templates = createRoute({
  getParentRoute: () => root,
  path: "/settings/templates",
  component: lazyRouteComponent(
    () => import("@/features/settings/components/templates-page"),
    "TemplatesPage",
  ),
});

const health = createRoute({
  getParentRoute: () => root,
  path: "/settings/health",
  component: lazyRouteComponent(() => import("@/features/settings/components/health-page"), "HealthPage"),
});

export const router = createRouter({
  routeTree: root.addChildren([
    home,
    inbox,
    review,
    data,
    sellers,
    seller,
    dashboard,
    settings,
    people,
    automation,
    intake,
    webhooks,
    templates,
    health,
  ]),
  basepath: basePath || "/",
  context: { queryClient },
  defaultPreload: "intent",
  defaultErrorComponent: CrashPage,
  // Every review begins at its top, whatever the one before was scrolled to.
  scrollRestoration: ({ location }) => !location.pathname.startsWith("/review/"),
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
