import { isoDay } from "./iso-day";

/** "sellers-2026-11-26.csv": today's, where the reader is. */
export const datedName = (name: string, extension: string): string =>
  `${name}-${isoDay(new Date())}.${extension}`;

/** Hands bytes to the browser's downloads under a name. */
export function saveAs(blob: Blob, filename: string): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement("a");
  link.href = url;
  link.download = filename;
  link.click();
  // The browser has taken the bytes by the time the click has been handled; a moment more costs nothing.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
