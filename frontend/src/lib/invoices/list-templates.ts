/** GET /api/export-templates: how files for other systems are written. */
import { useQuery } from "@tanstack/react-query";
import { api, bodyOf } from "@/lib/api/client";
import { keys } from "@/lib/api/keys";

export const useTemplates = (enabled = true) =>
  useQuery({
    queryKey: keys.exportTemplates,
    queryFn: ({ signal }) => bodyOf(api.GET("/api/export-templates", { signal })),
    enabled,
  });
