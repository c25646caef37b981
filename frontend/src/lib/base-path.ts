/**
 * Where the app is hosted: "" at the root of its host, or below a path, "/invoices". It is built in (BASE_PATH), and the
 * proxy in front removes it: the server knows no other paths than ours.
 */
export const basePath = import.meta.env.BASE_URL.replace(/\/$/, "");

/** A path of the API or of a file of the app, as the browser asks for it. */
export const hosted = (path: string): string => basePath + path;
