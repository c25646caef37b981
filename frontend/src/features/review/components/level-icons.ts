import type { Finding } from "@/lib/api/types";
import { ErrorIcon, InfoIcon, WarningIcon } from "@/lib/ui/icons";

export const LEVEL_ICONS: Record<Finding["level"], typeof ErrorIcon> = {
  error: ErrorIcon,
  warning: WarningIcon,
  info: InfoIcon,
};
