import {
  NodeApiError,
  NodeConnectionTypes,
  type IDataObject,
  type INodeExecutionData,
  type INodeType,
  type INodeTypeDescription,
  type IPollFunctions,
  type JsonObject,
} from "n8n-workflow";
import { answer } from "../api";

/** Changes of one poll; the rest comes with the next one. */
const MOST_PAGES = 10;

/** Answers to a cursor that is older than what is kept (410), or of another system or a restored backup (400). */
const NOT_KEPT: ReadonlySet<string> = new Set(["400", "410"]);

interface Changes {
  changes: IDataObject[];
  next: string;
  has_more: boolean;
}

/**
 * Starts a workflow for each change. It follows the API's feed of changes, so that nothing has to reach n8n from outside,
 * and what happened while n8n was away comes once it is back. Where it cannot, because the system was restored or n8n was away
 * for longer than changes are kept, there is one item of the type `missed`.
 */
export class InvoicesTrigger implements INodeType {
  description: INodeTypeDescription = {
    displayName: "Invoices Trigger",
    name: "invoicesTrigger",
    icon: { light: "file:../../icons/invoices.light.svg", dark: "file:../../icons/invoices.dark.svg" },
    group: ["trigger"],
    version: 1,
    subtitle: '={{$parameter["types"].join(", ")}}',
    description: "Start when an invoice is confirmed, or changes otherwise",
    defaults: { name: "Invoices Trigger" },
    polling: true,
    inputs: [],
    outputs: [NodeConnectionTypes.Main],
    credentials: [{ name: "invoicesApi", required: true }],
    properties: [
      {
        displayName: "Changes",
        name: "types",
        type: "multiOptions",
        required: true,
        options: [
          { name: "Confirmed", value: "confirmed", description: "With the data" },
          { name: "Corrected", value: "corrected" },
          { name: "Deleted", value: "deleted" },
          { name: "Exported", value: "exported" },
          { name: "Failed", value: "failed" },
          { name: "Ready", value: "ready", description: "Read, and waiting for validation" },
          { name: "Received", value: "received" },
          { name: "Rejected", value: "rejected" },
          { name: "Reopened", value: "reopened" },
        ],
        default: ["confirmed"],
      },
    ],
  };

  async poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
    const types = (this.getNodeParameter("types") as string[]).join(",");
    if (this.getMode() === "manual") {
      const { changes } = await answer<Changes>(this, call(undefined, types, 1));
      return changes.length > 0 ? [changes.map((json) => ({ json }))] : null;
    }
    const kept = this.getWorkflowStaticData("node") as { after?: string };
    if (!kept.after) {
      // From when the workflow was activated on.
      kept.after = (await answer<Changes>(this, call("now", types))).next;
      return null;
    }
    try {
      return await behind.call(this, kept, types);
    } catch (error) {
      if (!(error instanceof NodeApiError) || !NOT_KEPT.has(error.httpCode ?? "")) {
        throw new NodeApiError(this.getNode(), error as JsonObject);
      }
      // Else the workflow could not even be activated any more.
      kept.after = (await answer<Changes>(this, call("now", types))).next;
      return [[{ json: { type: "missed", message: error.message } }]];
    }
  }
}

/** The changes behind the kept cursor, which moves on when all of them are there: a fault repeats some, and loses none. */
async function behind(
  this: IPollFunctions,
  kept: { after?: string },
  types: string,
): Promise<INodeExecutionData[][] | null> {
  const items: INodeExecutionData[] = [];
  let { after } = kept;
  for (let page = 0, hasMore = true; hasMore && page < MOST_PAGES; page++) {
    const { changes, next, has_more } = await answer<Changes>(this, call(after, types));
    items.push(...changes.map((json) => ({ json })));
    [after, hasMore] = [next, has_more];
  }
  kept.after = after;
  return items.length > 0 ? [items] : null;
}

const call = (after: string | undefined, types: string, limit = 100) => ({
  path: "/api/invoices/changes",
  query: { types, limit, include: "data", ...(after ? { after } : {}) },
});
