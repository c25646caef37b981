import { expect, test } from "@playwright/test";
import { openReview, reviewable } from "./support/invoices";

test("the next invoice is there before it is asked for", async ({ page, request }) => {
  await reviewable(request);
  const id = await reviewable(request);
  const fetched = new Set<string>();
  page.on("requestfinished", (sent) => {
    if (sent.url().includes("/pages/1.png")) fetched.add(new URL(sent.url()).pathname);
  });
  await openReview(page, id);
  await expect(page.getByRole("button", { name: /^(Next invoice|Skip)/ })).toBeEnabled();
  await expect.poll(() => fetched.size).toBe(2); // its own, and the next one's ahead
  const ahead = [...fetched].find((path) => !path.includes(`/${id}/`));
  const asked: string[] = [];
  page.on("request", (sent) => asked.push(new URL(sent.url()).pathname));
  const followed = await page.evaluate(async () => {
    const started = performance.now();
    document.dispatchEvent(
      new KeyboardEvent("keydown", { key: "n", code: "KeyN", altKey: true, bubbles: true }),
    );
    const first = document.querySelector<HTMLImageElement>('img[alt^="Page 1"]')?.src;
    const shown = () => {
      const image = document.querySelector<HTMLImageElement>('img[alt^="Page 1"]');
      return image !== null && image.src !== first && image.complete && image.naturalWidth > 0;
    };
    while (!shown() && performance.now() - started < 10_000) await new Promise(requestAnimationFrame);
    return performance.now() - started;
  });
  test.info().annotations.push({ type: "milliseconds", description: followed.toFixed(0) });
  console.log(`the next review stood after ${followed.toFixed(0)} ms`);
  expect(asked).not.toContain(ahead);
});
