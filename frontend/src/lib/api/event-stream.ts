/**
 * Server-Sent Events by fetch: the browser's own EventSource cannot send the Authorization header.
 * The format is the WHATWG HTML standard's, section "Server-sent events".
 */
export interface ServerEvent {
  id: string | null;
  event: string;
  data: string;
}

/** Takes text as it arrives, in pieces cut anywhere; gives the events that are complete. */
export class EventParser {
  #rest = "";
  #id: string | null = null;
  #event = "";
  #data: string[] = [];

  /** The last id seen, with or without an event: where a new stream goes on from. */
  get lastId(): string | null {
    return this.#id;
  }

  feed(text: string): ServerEvent[] {
    const lines = (this.#rest + text).split(/\r\n|\n|\r(?!$)/);
    this.#rest = lines.pop() ?? "";
    const events: ServerEvent[] = [];
    for (const line of lines) {
      const event = this.#line(line);
      if (event) events.push(event);
    }
    return events;
  }

  #line(line: string): ServerEvent | null {
    if (line === "") return this.#dispatch();
    if (line.startsWith(":")) return null; // a comment: keeps the connection open
    const colon = line.indexOf(":");
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
    if (field === "data") this.#data.push(value);
    else if (field === "event") this.#event = value;
    else if (field === "id") this.#id = value;
    return null;
  }

  #dispatch(): ServerEvent | null {
    const event =
      this.#data.length > 0
        ? { id: this.#id, event: this.#event || "message", data: this.#data.join("\n") }
        : null;
    this.#event = "";
    this.#data = [];
    return event;
  }
}

/** Reads events until the server ends the stream or the signal aborts. */
export async function readEvents(
  body: ReadableStream<Uint8Array>,
  onEvent: (event: ServerEvent) => void,
  onId: (id: string) => void,
): Promise<void> {
  const parser = new EventParser();
  const decoder = new TextDecoder();
  const reader = body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    for (const event of parser.feed(decoder.decode(value, { stream: true }))) onEvent(event);
    if (parser.lastId) onId(parser.lastId);
  }
}
