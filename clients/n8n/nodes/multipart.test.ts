import { expect, test } from "vitest";
import { multipart } from "./multipart";

const sent = (name: string, type = "application/pdf") => {
  const { contentType, body } = multipart({ name, type, content: Buffer.from([0, 13, 10, 255]) });
  return new Response(new Uint8Array(body), { headers: { "Content-Type": contentType } }).formData();
};

test("a file arrives as it was, under its name", async () => {
  const file = (await sent("Rechnung März.pdf")).get("file") as File;
  expect([file.name, file.type]).toEqual(["Rechnung März.pdf", "application/pdf"]);
  expect([...new Uint8Array(await file.arrayBuffer())]).toEqual([0, 13, 10, 255]);
});

test("no name and no type adds a header or a field", async () => {
  const form = await sent('a"; name="other"\r\nX-Evil: 1\r\n\r\n.pdf', "text/html\r\nX-Evil: 1");
  expect([...form.keys()]).toEqual(["file"]);
  expect((form.get("file") as File).type).toBe("application/octet-stream");
});
