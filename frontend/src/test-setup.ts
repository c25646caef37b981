import "@testing-library/jest-dom/vitest";
import { cleanup } from "@testing-library/react";
import { afterEach, vi } from "vitest";

afterEach(cleanup);

// jsdom has no screen: no media query holds, and nothing can be scrolled.
vi.stubGlobal("matchMedia", (media: string) => Object.assign(new EventTarget(), { media, matches: false }));
if (typeof Element !== "undefined") Element.prototype.scrollIntoView = () => undefined;
