/** When invoices are confirmed automatically: GET and PUT /api/automation, and /api/automation/sellers. */
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, bodyOf } from "@/lib/api/client";
import { keys } from "@/lib/api/keys";
import type { AutomationPolicy, AutomationSettings, SellerSwitch, SellerSwitches } from "@/lib/api/types";

const fetchSettings = (signal: AbortSignal): Promise<AutomationSettings> =>
  bodyOf(api.GET("/api/automation", { signal }));

const saveSettings = (policy: AutomationPolicy): Promise<AutomationSettings> =>
  bodyOf(api.PUT("/api/automation", { body: policy }));

const fetchSwitches = (after: string | undefined, signal: AbortSignal): Promise<SellerSwitches> =>
  bodyOf(api.GET("/api/automation/sellers", { params: { query: after ? { after } : {} }, signal }));

interface Switching {
  id: number;
  /** null: the seller follows the settings again. */
  enabled: boolean | null;
}

const switchSeller = ({ id, enabled }: Switching): Promise<SellerSwitch> =>
  bodyOf(
    api.PUT("/api/automation/sellers/{seller_id}", {
      params: { path: { seller_id: id } },
      body: { enabled },
    }),
  );

export const useAutomation = () =>
  useQuery({ queryKey: keys.automation, queryFn: ({ signal }) => fetchSettings(signal) });

export function useSaveAutomation() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: saveSettings,
    onSuccess: (settings) => client.setQueryData(keys.automation, settings),
  });
}

export const useSwitches = () =>
  useInfiniteQuery({
    queryKey: keys.sellerSwitches,
    queryFn: ({ pageParam, signal }) => fetchSwitches(pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  });

export function useSwitchSeller() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: switchSeller,
    onSuccess: () => void client.invalidateQueries({ queryKey: keys.sellerSwitches }),
  });
}
