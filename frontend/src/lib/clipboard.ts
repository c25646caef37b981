/** Whether the text is in the clipboard now: pages that were not fetched by HTTPS have none, save from this machine. */
export async function copied(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
