/** What the API answers when something is wrong: `{error, code, request_id, details?}`. */
interface ErrorBody {
  error: string;
  code: string;
  request_id?: string;
  details?: unknown;
}

/** The server answered with an error. `message` is its own sentence for a person. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly requestId: string | null;
  readonly details: readonly Record<string, unknown>[];

  constructor(status: number, body: ErrorBody) {
    super(body.error);
    this.name = "ApiError";
    this.status = status;
    this.code = body.code;
    this.requestId = body.request_id ?? null;
    this.details = Array.isArray(body.details) ? body.details.filter(isRecord) : [];
  }
}

/** No answer came at all: the network or the server is away. */
export class UnreachableError extends Error {
  constructor(cause?: unknown) {
    super("The server cannot be reached.", { cause });
    this.name = "UnreachableError";
  }
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isErrorBody(value: unknown): value is ErrorBody {
  return isRecord(value) && typeof value["error"] === "string" && typeof value["code"] === "string";
}

/** An ApiError for any failed answer; a gateway's HTML page (no JSON of ours) becomes `http-<status>`. */
export function errorFrom(response: Response, body: unknown): ApiError | UnreachableError {
  // A proxy in front of a stopped server answers 502, 503 or 504 with a page of its own: for a person that is "away".
  if (!isErrorBody(body) && [502, 503, 504].includes(response.status)) return new UnreachableError();
  return new ApiError(
    response.status,
    isErrorBody(body)
      ? body
      : { error: `The server answered ${response.status}.`, code: `http-${response.status}` },
  );
}

/** Messages by JSON pointer, from the `details` of a refused correction. */
export function messagesByPointer(error: ApiError): Record<string, string> {
  const messages: Record<string, string> = {};
  for (const detail of error.details) {
    const { pointer, message } = detail;
    if (typeof pointer === "string" && typeof message === "string") messages[pointer] = message;
  }
  return messages;
}
