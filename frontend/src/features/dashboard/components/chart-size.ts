import { useMatches } from "@/lib/ui/use-matches";

const PHONE = matchMedia("(max-width: 480px)");

/** How wide a chart is drawn, for its words to be as large as those around it, and how many of them fit under it. */
export const useChartSize = (): { width: number; mostTicks: number } =>
  useMatches(PHONE) ? { width: 340, mostTicks: 4 } : { width: 720, mostTicks: 7 };
