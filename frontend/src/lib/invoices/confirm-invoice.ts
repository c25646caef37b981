/** Confirms an invoice: POST /api/invoices/<id>/confirm, only the version that was seen, and with no finding that was not. */
import { useMutation, useQueryClient, type QueryClient } from "@tanstack/react-query";
import { api } from "@/lib/api/client";
import { ApiError, isRecord } from "@/lib/api/errors";
import { keys } from "@/lib/api/keys";
import type { Finding, FindingCode, Invoice } from "@/lib/api/types";
import { decided, ifSeen, type Decided } from "./decision";
import { leaveInvoices, refreshInvoices } from "./refresh";

interface Confirmation {
  id: number;
  /** The version that is shown: the server refuses any other. */
  version: number;
  /** Errors that were shown and are confirmed over. */
  accepted?: readonly FindingCode[];
  /** Nobody has looked at it: warnings are not confirmed over either. */
  unseen?: boolean;
}

export const confirmInvoice = ({ id, version, accepted = [], unseen }: Confirmation): Promise<Decided> =>
  decided(
    api.POST("/api/invoices/{invoice_id}/confirm", {
      params: { path: { invoice_id: id }, query: { if: unseen ? "no-findings" : "no-errors" } },
      headers: ifSeen(version),
      body: { accepted: [...accepted] },
    }),
  );

/** The findings as they are now, when the server refused to confirm because of them; null for any other failure. */
export function openFindings(error: unknown): readonly Finding[] | null {
  return error instanceof ApiError && error.code === "findings-open" ? error.details.filter(isFinding) : null;
}

function isFinding(value: unknown): value is Finding {
  return (
    isRecord(value) &&
    typeof value["code"] === "string" &&
    typeof value["level"] === "string" &&
    typeof value["message"] === "string" &&
    Array.isArray(value["pointers"])
  );
}

export const errorsIn = (findings: readonly Finding[]): Finding[] =>
  findings.filter(({ level }) => level === "error");

/** The codes of the errors among the findings, each once. */
export const errorCodes = (findings: readonly Finding[]): FindingCode[] => [
  ...new Set(errorsIn(findings).map(({ code }) => code)),
];

const CONFIRMING = ["confirming"];

/** Whether the answer to a confirmation is still to come. */
export const isConfirming = (client: QueryClient): boolean =>
  client.isMutating({ mutationKey: CONFIRMING }) > 0;

export function useConfirmInvoice() {
  const client = useQueryClient();
  return useMutation({
    mutationKey: CONFIRMING,
    mutationFn: confirmInvoice,
    onSuccess: (_, { id }) => leaveInvoices(client, [id]),
    onError: (error, { id, version }) => {
      const checks = openFindings(error);
      if (!checks) {
        refreshInvoices(client, [id]);
        return;
      }
      // The findings are newer than those that were stored with the same data.
      client.setQueryData<Invoice>(keys.invoice(id), (known) =>
        known?.version === version ? { ...known, checks: [...checks] } : known,
      );
    },
  });
}
