/** One way to the API: typed calls, the key in the header, every failure an ApiError or UnreachableError. */
import createClient, { type Middleware } from "openapi-fetch";
import { basePath, hosted } from "@/lib/base-path";
import { apiKey, keyRefused } from "@/lib/session/api-key";
import { serverAnswered, serverSilent } from "./reachability";
import { errorFrom, UnreachableError } from "./errors";
import type { paths } from "./schema";
import type { Box } from "./types";

export function authorization(): Record<string, string> {
  const key = apiKey();
  return key ? { Authorization: `Bearer ${key}` } : {};
}

const session: Middleware = {
  onRequest({ request }) {
    for (const [name, value] of Object.entries(authorization())) request.headers.set(name, value);
    return request;
  },
  onResponse({ response }) {
    noteAnswer(response);
  },
  onError({ error }) {
    if (error instanceof DOMException && error.name === "AbortError") return error;
    serverSilent();
    return new UnreachableError(error);
  },
};

function noteAnswer(response: Response): void {
  if ([502, 503, 504].includes(response.status)) serverSilent();
  else serverAnswered();
  if (response.status === 401) keyRefused();
}

export const api = createClient<paths>({ baseUrl: globalThis.location.origin + basePath });
api.use(session);

export interface Answer<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/**
 * openapi-fetch hands tuples on as plain arrays. The one tuple of our schema is a Box, so its type can be given back;
 * it fits every other array of numbers too, such as ids.
 */
export type Restored<T> = T extends number[]
  ? Box
  : T extends (infer Item)[]
    ? Restored<Item>[]
    : T extends object
      ? { [Key in keyof T]: Restored<T[Key]> }
      : T;

/** The body of a good answer. Throws ApiError or UnreachableError for every other. */
export async function bodyOf<T>(call: Promise<Answer<T>>): Promise<Restored<T>> {
  const { data, error, response } = await call;
  if (!response.ok) throw errorFrom(response, error);
  return data as Restored<T>;
}

/** Bytes: page pictures, originals, exports. The key travels in the header, so a plain link would not do. */
export async function fetchBlob(path: string): Promise<Blob> {
  const response = await fetchWithKey(path, {});
  return response.blob();
}

/** `fetch` with the key and our errors, for answers that are not JSON. */
export async function fetchWithKey(path: string, init: RequestInit): Promise<Response> {
  let response: Response;
  try {
    const headers = new Headers(init.headers);
    for (const [name, value] of Object.entries(authorization())) headers.set(name, value);
    response = await fetch(hosted(path), { ...init, headers });
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    serverSilent();
    throw new UnreachableError(error);
  }
  noteAnswer(response);
  if (!response.ok) throw errorFrom(response, await response.json().catch(() => null));
  return response;
}
