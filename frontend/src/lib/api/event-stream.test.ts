import { describe, expect, it } from "vitest";
import { EventParser } from "./event-stream";

describe("EventParser", () => {
  it("gives an event once its blank line has come, however it was cut", () => {
    const parser = new EventParser();
    expect(parser.feed("id: 7\nevent: inv")).toEqual([]);
    expect(parser.feed('oice\ndata: {"a"')).toEqual([]);
    expect(parser.feed(":1}\n\n")).toEqual([{ id: "7", event: "invoice", data: '{"a":1}' }]);
  });

  it("skips comments and joins several data lines", () => {
    expect(new EventParser().feed(": ping\n\ndata: a\ndata: b\n\n")).toEqual([
      { id: null, event: "message", data: "a\nb" },
    ]);
  });

  it("keeps a carriage return apart from its line feed when the cut falls between them", () => {
    const parser = new EventParser();
    expect(parser.feed("data: a\r")).toEqual([]);
    expect(parser.feed("\n\r\n")).toEqual([{ id: null, event: "message", data: "a" }]);
  });

  it("knows the id of a block without data", () => {
    const parser = new EventParser();
    expect(parser.feed("retry: 3000\nid: 17-0\n\n")).toEqual([]);
    expect(parser.lastId).toBe("17-0");
  });

  it("keeps the last id for events that carry none", () => {
    const events = new EventParser().feed("id: 3\ndata: a\n\ndata: b\n\n");
    expect(events.map((event) => event.id)).toEqual(["3", "3"]);
  });
});
