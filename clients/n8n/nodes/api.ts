/** Calls of the API, and what its errors say. */
import {
  NodeApiError,
  type IDataObject,
  type IExecuteFunctions,
  type IHttpRequestOptions,
  type IPollFunctions,
  type JsonObject,
} from "n8n-workflow";
import { toldBy } from "./faults";

export interface Call {
  method?: "GET" | "POST";
  path: string;
  query?: IDataObject;
  headers?: IDataObject;
  body?: IDataObject | Buffer;
  /** The answer is a file. */
  isFile?: boolean;
}

/** The answer of a call, parsed. Throws NodeApiError with the sentence and the code of the API. */
export async function answer<T>(
  context: IExecuteFunctions | IPollFunctions,
  call: Call,
  itemIndex?: number,
): Promise<T> {
  const { url } = await context.getCredentials("invoicesApi");
  const options: IHttpRequestOptions = {
    method: call.method ?? "GET",
    url: `${String(url).replace(/\/+$/, "")}${call.path}`,
    qs: call.query,
    arrayFormat: "repeat",
    headers: call.headers,
    body: call.body,
    json: !call.isFile && !Buffer.isBuffer(call.body),
    encoding: call.isFile ? "arraybuffer" : undefined,
    // The key goes to the address that was given for it and nowhere else.
    disableFollowRedirect: true,
    returnFullResponse: true,
    ignoreHttpStatusErrors: true,
  };
  const response: unknown = await context.helpers.httpRequestWithAuthentication.call(context, "invoicesApi", options);
  const { statusCode, body } = response as { statusCode: number; body: unknown };
  if (statusCode >= 200 && statusCode < 300) return parsed(body, call) as T;
  const told = toldBy(parsed(body, { ...call, isFile: false }), statusCode);
  throw new NodeApiError(context.getNode(), told.facts as JsonObject, {
    message: told.message,
    description: told.description,
    httpCode: String(statusCode),
    itemIndex,
  });
}

function parsed(body: unknown, call: Call): unknown {
  if (call.isFile) return body;
  const text = Buffer.isBuffer(body) ? body.toString() : body;
  if (typeof text !== "string") return text;
  try {
    return JSON.parse(text);
  } catch {
    return null; // the page of a proxy
  }
}
