// @vitest-environment jsdom
import { beforeEach, describe, expect, it, vi } from "vitest";

/** The module as a page that has just been opened finds it. */
async function opened() {
  vi.resetModules();
  return await import("./api-key");
}

beforeEach(() => {
  localStorage.clear();
  sessionStorage.clear();
});

describe("being signed in", () => {
  it("lasts as long as the tab, and leaves nothing on the device", async () => {
    (await opened()).signIn("inv_one", false);
    expect(localStorage).toHaveLength(0);
    expect((await opened()).apiKey()).toBe("inv_one"); // reloaded
    sessionStorage.clear(); // another tab
    expect((await opened()).apiKey()).toBeNull();
  });

  it("outlives the tab by choice", async () => {
    (await opened()).signIn("inv_two", true);
    sessionStorage.clear();
    expect((await opened()).apiKey()).toBe("inv_two");
  });

  it("is kept in one place only: the last choice counts", async () => {
    const session = await opened();
    session.signIn("inv_three", true);
    session.signIn("inv_four", false);
    expect(localStorage).toHaveLength(0);
  });

  it("ends everywhere when the reader signs out", async () => {
    const session = await opened();
    session.signIn("inv_five", true);
    session.signOut();
    expect(localStorage).toHaveLength(0);
    expect((await opened()).apiKey()).toBeNull();
  });

  it("ends in the other tabs of the device, but not where another key is in use", async () => {
    const signedOutElsewhere = (oldValue: string) =>
      window.dispatchEvent(
        new StorageEvent("storage", { key: "invoices-api-key", oldValue, newValue: null }),
      );
    const session = await opened();
    session.signIn("inv_six", true);
    signedOutElsewhere("inv_other");
    expect(session.apiKey()).toBe("inv_six");
    signedOutElsewhere("inv_six");
    expect(session.apiKey()).toBeNull();
  });
});
