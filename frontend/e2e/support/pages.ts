/** The pages of the app beside the inbox and the review; SELLER is the id of one. */
export const PAGES = [
  "/data",
  "/sellers",
  "/sellers/SELLER",
  "/dashboard",
  "/settings",
  "/settings/people",
  "/settings/intake",
  "/settings/webhooks",
  "/settings/templates",
  "/settings/automation",
  "/settings/health",
];
