/** Webhooks on a page of the settings: one is added, its secret is shown once, and it is tested, switched off and deleted. */
import AxeBuilder from "@axe-core/playwright";
import { expect, test } from "@playwright/test";

test.afterEach(async ({ request }) => {
  const { webhooks } = (await (await request.get("/api/webhooks")).json()) as { webhooks: { id: number }[] };
  for (const { id } of webhooks) await request.delete(`/api/webhooks/${id}`);
});

test("one is added with its secret, says why a test does not arrive, and goes", async ({ page, request }) => {
  await page.goto("/settings");
  await page.getByRole("link", { name: "Webhooks" }).click();
  await expect(page).toHaveTitle("Webhooks · Invoices");
  await expect(page.getByText("No system is told anything yet.")).toBeVisible();
  await page.getByRole("button", { name: "Add a webhook" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Address").fill("https://no-such-host.invalid/invoices");
  await dialog.getByLabel("What it is for").fill("Our ERP");
  await dialog.getByLabel("Confirmed").check();
  await dialog.getByRole("button", { name: "Add a webhook" }).click();
  await expect(page.getByRole("textbox", { name: "The secret of the webhook" })).toHaveValue(
    /^whsec_[\w+/=]{32,}$/,
  );
  await page.getByRole("button", { name: "Done" }).click();

  const panel = page.getByRole("region", { name: "https://no-such-host.invalid/invoices" });
  await expect(panel.getByText("Our ERP")).toBeVisible();
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ""}`)).toEqual([]);
  await panel.getByRole("button", { name: "Send a test" }).click();
  await expect(page.getByText("The name of the server is not known.").first()).toBeVisible();
  await panel.getByText("Messages").click();
  await expect(panel.getByText("There are none.")).toBeVisible();

  await panel.getByRole("button", { name: "Switch off" }).click();
  await expect(panel.getByText("Switched off by a person.")).toBeVisible();
  expect(await (await request.get("/api/webhooks")).json()).toMatchObject({
    webhooks: [{ types: ["confirmed"], enabled: false }],
  });
  await panel.getByRole("button", { name: "Delete" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
  await expect(panel).toHaveCount(0);
});

test("a network that messages are not sent to is refused in words", async ({ page }) => {
  await page.goto("/settings/webhooks");
  await page.getByRole("button", { name: "Add a webhook" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Address").fill("https://169.254.169.254/latest/meta-data");
  await dialog.getByRole("button", { name: "Add a webhook" }).click();
  await expect(dialog.getByRole("alert")).toBeVisible();
});
