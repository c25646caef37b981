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

/** The server's result for the file, refusals included. Throws ApiError or UnreachableError when the answer has none. */
export function uploadFile(
  file: File,
  { allowDuplicates, onProgress, signal }: Options,
): Promise<FileResult> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", hosted(`/api/invoices/ocr${allowDuplicates ? "?allow_duplicates=true" : ""}`));
    for (const [name, value] of Object.entries(authorization())) request.setRequestHeader(name, value);
    request.upload.onprogress = ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0);
    request.onerror = () => reject(new UnreachableError());
    request.onabort = () => reject(new DOMException("The upload was stopped.", "AbortError"));
    request.onload = () => {
      const body = parse(request.responseText);
      const result = resultIn(body);
      if (request.status === 401) keyRefused();
      if (result) resolve(result);
      else reject(errorFrom(new Response(null, { status: request.status }), body));
    };
    signal.addEventListener("abort", () => request.abort());
    const form = new FormData();
    form.append("file", file, file.name);
    request.send(form);
  });
}

/**
 * The entry of a 202, or of the `details` of a 400 that refuses every file. An e-mail has one for each document attached
 * to it: the first that was accepted stands for all, the others appear in the inbox.
 */
export function resultIn(body: unknown): FileResult | null {
  const entries = isRecord(body) ? body["details"] : body;
  const list: unknown[] = Array.isArray(entries) ? entries : [];
  const entry = list.find((one) => isRecord(one) && one["status"] === "processing") ?? list[0];
  if (!isRecord(entry) || typeof entry["status"] !== "string" || typeof entry["message"] !== "string")
    return null;
  return entry as unknown as FileResult;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null; // A gateway's page: errorFrom makes a sentence of the status.
  }
}
