/**
 * Uploads one file: POST /api/invoices/ocr, one request a file, so that each has its own progress and its own result.
 * By XMLHttpRequest: fetch does not report how much has been sent.
 */
import { authorization } from "@/lib/api/client";
import { errorFrom, isRecord, UnreachableError } from "@/lib/api/errors";
import type { FileResult } from "@/lib/api/types";
import { hosted } from "@/lib/base-path";
import { keyRefused } from "@/lib/session/api-key";

interface Options {
  allowDuplicates: boolean;
  onProgress: (fraction: number) => void;
  signal: AbortSignal;
}

/** What became of a file, and of the parts of it if it is an e-mail or an archive. */
export interface Results {
  result: FileResult;
  parts: readonly FileResult[];
}

/** The server's results for the file, refusals included. Throws ApiError or UnreachableError when the answer has none. */
export function uploadFile(file: File, { allowDuplicates, onProgress, signal }: Options): Promise<Results> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", hosted(`/api/invoices/ocr${allowDuplicates ? "?allow_duplicates=true" : ""}`));
    for (const [name, value] of Object.entries(authorization())) request.setRequestHeader(name, value);
    request.upload.onprogress = ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0);
    request.onerror = () => reject(new UnreachableError());
    request.onabort = () => reject(new DOMException("The upload was stopped.", "AbortError"));
    request.onload = () => {
      const body = parse(request.responseText);
      const results = resultsIn(body);
      if (request.status === 401) keyRefused();
      if (results) resolve(results);
      else reject(errorFrom(new Response(null, { status: request.status }), body));
    };
    signal.addEventListener("abort", () => request.abort());
    const form = new FormData();
    form.append("file", file, file.name);
    request.send(form);
  });
}

/**
 * The entries of a 202, or of the `details` of a 400 that refuses every file. An e-mail or archive has one for each of
 * its parts: the first that was accepted stands for all, else the last, which is about the whole.
 */
export function resultsIn(body: unknown): Results | null {
  const entries: unknown = isRecord(body) ? body["details"] : body;
  const parts = Array.isArray(entries) ? entries.filter(isResult) : [];
  const result =
    parts.find(({ status }) => status === "processing") ??
    parts.find(({ status }) => status === "duplicated") ??
    parts.at(-1);
  return result ? { result, parts: parts.filter(({ parent }) => parent) } : null;
}

const isResult = (entry: unknown): entry is FileResult =>
  isRecord(entry) && typeof entry["status"] === "string" && typeof entry["message"] === "string";

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null; // A gateway's page: errorFrom makes a sentence of the status.
  }
}
