/** Webhooks, and the messages to each: /api/webhooks. */
import {
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
import { api, bodyOf } from "@/lib/api/client";
import { keys } from "@/lib/api/keys";
import type {
  ChangeType,
  WebhookDeliveryList,
  DeliveryState,
  NewWebhook,
  Webhook,
  WebhookTestResult,
} from "@/lib/api/types";

const of = (id: number) => ({ path: { webhook_id: id } });

/** Messages are sent while the page is open. */
const LOOK_AGAIN = 10_000;

export const useWebhooks = () =>
  useQuery({
    queryKey: keys.webhooks,
    queryFn: ({ signal }) => bodyOf(api.GET("/api/webhooks", { signal })),
    select: (answer): readonly Webhook[] => answer.webhooks,
    refetchInterval: LOOK_AGAIN,
  });

const PER_PAGE = 20;

export const useDeliveries = (id: number, state: DeliveryState | null) =>
  useInfiniteQuery({
    queryKey: keys.deliveries(id, state),
    queryFn: ({ pageParam, signal }): Promise<WebhookDeliveryList> =>
      bodyOf(
        api.GET("/api/webhooks/{webhook_id}/deliveries", {
          params: {
            ...of(id),
            query: {
              per_page: PER_PAGE,
              ...(state === null ? {} : { state }),
              ...(pageParam === undefined ? {} : { after: pageParam }),
            },
          },
          signal,
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: keepPreviousData,
  });

interface Wanted {
  url: string;
  description: string;
  /** None: all. */
  types: ChangeType[];
}

const add = (body: Wanted): Promise<NewWebhook> => bodyOf(api.POST("/api/webhooks", { body }));

interface Change extends Partial<Wanted> {
  id: number;
  enabled?: boolean;
}

const change = ({ id, ...given }: Change): Promise<Webhook> =>
  bodyOf(
    api.PATCH("/api/webhooks/{webhook_id}", {
      params: of(id),
      body: { url: null, description: null, types: null, enabled: null, skip_missed: false, ...given },
    }),
  );

const rotate = (id: number): Promise<NewWebhook> =>
  bodyOf(api.POST("/api/webhooks/{webhook_id}/rotate", { params: of(id), body: { hours: 24 } }));

const test = (id: number): Promise<WebhookTestResult> =>
  bodyOf(api.POST("/api/webhooks/{webhook_id}/test", { params: of(id) }));

const replay = ({ id, message }: { id: number; message: string }) =>
  bodyOf(
    api.POST("/api/webhooks/{webhook_id}/replay", {
      params: of(id),
      body: { id: message, since: null, until: null },
    }),
  );

async function remove(id: number): Promise<void> {
  await bodyOf(api.DELETE("/api/webhooks/{webhook_id}", { params: of(id) }));
}

export const useAddWebhook = () => useMutation({ mutationFn: add, onSuccess: useRefresh() });
export const useChangeWebhook = () => useMutation({ mutationFn: change, onSettled: useRefresh() });
export const useRotateSecret = () => useMutation({ mutationFn: rotate, onSettled: useRefresh() });
export const useTestWebhook = () => useMutation({ mutationFn: test, onSettled: useRefresh() });
export const useReplay = () => useMutation({ mutationFn: replay, onSettled: useRefresh() });
export const useRemoveWebhook = () => useMutation({ mutationFn: remove, onSettled: useRefresh() });

function useRefresh() {
  const client = useQueryClient();
  return () => void client.invalidateQueries({ queryKey: keys.webhooks });
}
