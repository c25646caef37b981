/** What each operation does for one item of the input. */
import { sleep, type IDataObject, type IExecuteFunctions, type INodeExecutionData } from "n8n-workflow";
import { answer } from "../api";
import { multipart } from "../multipart";

type Operation = (this: IExecuteFunctions, index: number) => Promise<INodeExecutionData[]>;

interface Invoice extends IDataObject {
  id: number;
  filename: string;
  content_type: string;
  status: string;
}

const LONGEST_PAUSE = 2000;
const ROWS = 100;

async function upload(this: IExecuteFunctions, index: number): Promise<INodeExecutionData[]> {
  const field = this.getNodeParameter("binaryPropertyName", index) as string;
  const seconds = this.getNodeParameter("waitSeconds", index) as number;
  const { fileName, mimeType } = this.helpers.assertBinaryData(index, field);
  const content = await this.helpers.getBinaryDataBuffer(index, field);
  const { contentType, body } = multipart({ name: fileName ?? "document", type: mimeType, content });
  const call = { method: "POST" as const, path: "/api/invoices/ocr", headers: { "Content-Type": contentType }, body };
  const results = await answer<IDataObject[]>(this, call, index);
  const deadline = Date.now() + seconds * 1000;
  const items: INodeExecutionData[] = [];
  for (const result of results) {
    const isToRead = seconds > 0 && typeof result.invoice_id === "number";
    const invoice = isToRead ? await read.call(this, result.invoice_id as number, deadline, index) : undefined;
    items.push({ json: invoice ? { ...result, invoice } : result });
  }
  return items;
}

/** The invoice once it is read, or as it is when the time is up. */
async function read(this: IExecuteFunctions, id: number, deadline: number, index: number): Promise<Invoice> {
  for (let pause = 200; ; pause = Math.min(pause * 1.5, LONGEST_PAUSE)) {
    const invoice = await answer<Invoice>(this, { path: `/api/invoices/${id}` }, index);
    if (invoice.status !== "processing" || Date.now() >= deadline) return invoice;
    await sleep(pause);
  }
}

async function get(this: IExecuteFunctions, index: number): Promise<INodeExecutionData[]> {
  return [{ json: await answer<Invoice>(this, { path: path.call(this, index) }, index) }];
}

async function getMany(this: IExecuteFunctions, index: number): Promise<INodeExecutionData[]> {
  const filters = this.getNodeParameter("filters", index, {}) as IDataObject;
  const isAll = this.getNodeParameter("returnAll", index) as boolean;
  const most = isAll ? Infinity : (this.getNodeParameter("limit", index) as number);
  const given = Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== ""));
  const found: IDataObject[] = [];
  for (let after: string | null | undefined; after !== null && found.length < most; ) {
    const query = { ...given, per_page: Math.min(most - found.length, ROWS), ...(after ? { after } : {}) };
    const page = await answer<{ invoices: IDataObject[]; next: string | null }>(
      this,
      { path: "/api/invoices/", query },
      index,
    );
    found.push(...page.invoices);
    after = page.next;
  }
  return found.map((json) => ({ json }));
}

async function confirm(this: IExecuteFunctions, index: number): Promise<INodeExecutionData[]> {
  const condition = this.getNodeParameter("condition", index) as string;
  const query = condition ? { if: condition } : {};
  return act.call(this, index, "confirm", query, {});
}

async function markExported(this: IExecuteFunctions, index: number): Promise<INodeExecutionData[]> {
  const reference = this.getNodeParameter("reference", index) as string;
  return act.call(this, index, "exported", {}, reference ? { reference } : {});
}

async function act(
  this: IExecuteFunctions,
  index: number,
  action: string,
  query: IDataObject,
  body: IDataObject,
): Promise<INodeExecutionData[]> {
  const version = this.getNodeParameter("version", index) as number;
  const headers = version ? { "If-Match": `"${version}"` } : {};
  const call = { method: "POST" as const, path: `${path.call(this, index)}/${action}`, query, headers, body };
  return [{ json: await answer<IDataObject>(this, call, index) }];
}

async function download(this: IExecuteFunctions, index: number): Promise<INodeExecutionData[]> {
  const field = this.getNodeParameter("outputPropertyName", index) as string;
  const invoice = await answer<Invoice>(this, { path: path.call(this, index) }, index);
  const content = await answer<Buffer>(this, { path: `${path.call(this, index)}/download`, isFile: true }, index);
  const file = await this.helpers.prepareBinaryData(Buffer.from(content), invoice.filename, invoice.content_type);
  return [{ json: { invoice_id: invoice.id, filename: invoice.filename }, binary: { [field]: file } }];
}

function path(this: IExecuteFunctions, index: number): string {
  return `/api/invoices/${Number(this.getNodeParameter("invoiceId", index))}`;
}

export const operations: Record<string, Operation> = { upload, get, getMany, confirm, markExported, download };
