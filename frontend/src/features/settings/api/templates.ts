/** Export templates are tried, saved and removed: /api/export-templates. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, bodyOf } from "@/lib/api/client";
import { keys } from "@/lib/api/keys";
import type { TemplateBody } from "@/lib/api/types";

const of = (name: string) => ({ path: { name } });

const trial = (body: TemplateBody) => bodyOf(api.POST("/api/export-templates/try", { body }));

const save = ({ name, ...body }: TemplateBody & { name: string }) =>
  bodyOf(api.PUT("/api/export-templates/{name}", { params: of(name), body }));

async function remove(name: string): Promise<void> {
  await bodyOf(api.DELETE("/api/export-templates/{name}", { params: of(name) }));
}

export const useTryTemplate = () => useMutation({ mutationFn: trial });
export const useSaveTemplate = () => useMutation({ mutationFn: save, onSuccess: useRefresh() });
export const useRemoveTemplate = () => useMutation({ mutationFn: remove, onSettled: useRefresh() });

function useRefresh() {
  const client = useQueryClient();
  return () => void client.invalidateQueries({ queryKey: keys.exportTemplates });
}
