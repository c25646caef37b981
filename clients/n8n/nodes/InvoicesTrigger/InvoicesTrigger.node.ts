import {
  NodeConnectionTypes,
  type IDataObject,
  type INodeExecutionData,
  type INodeType,
  type INodeTypeDescription,
  type IPollFunctions,
} from "n8n-workflow";
import { answer } from "../api";

/** Changes of one poll; the rest comes with the next one. */
const MOST_PAGES = 10;

interface Changes {
  changes: IDataObject[];
  next: string;
  has_more: boolean;
}

/**
 * Starts a workflow for each change. It follows the API's feed of changes, so that nothing has to reach n8n from outside,
 * and what happened while n8n was away comes once it is back.
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
    const items: INodeExecutionData[] = [];
    let { after } = kept;
    for (let page = 0, hasMore = true; hasMore && page < MOST_PAGES; page++) {
      const { changes, next, has_more } = await answer<Changes>(this, call(after, types));
      items.push(...changes.map((json) => ({ json })));
      [after, hasMore] = [next, has_more];
    }
    kept.after = after; // not before all is there: a fault in between repeats changes, and loses none
    return items.length > 0 ? [items] : null;
  }
}

const call = (after: string | undefined, types: string, limit = 100) => ({
  path: "/api/invoices/changes",
  query: { types, limit, include: "data", ...(after ? { after } : {}) },
});
