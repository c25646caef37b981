/** One file as the body of an upload (RFC 7578). */
import { randomBytes } from "node:crypto";

export interface FileToSend {
  name: string;
  type: string;
  content: Buffer;
}

export function multipart(file: FileToSend): { contentType: string; body: Buffer } {
  const boundary = `invoices-${randomBytes(16).toString("hex")}`;
  const head =
    `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="${escaped(file.name)}"\r\n` +
    `Content-Type: ${/^[\w.+-]+\/[\w.+-]+$/.test(file.type) ? file.type : "application/octet-stream"}\r\n\r\n`;
  return {
    contentType: `multipart/form-data; boundary=${boundary}`,
    body: Buffer.concat([Buffer.from(head), file.content, Buffer.from(`\r\n--${boundary}--\r\n`)]),
  };
}

/** As browsers write a name: nothing in it ends the header. */
const escaped = (name: string) => name.replace(/"/g, "%22").replace(/\r/g, "%0D").replace(/\n/g, "%0A");
