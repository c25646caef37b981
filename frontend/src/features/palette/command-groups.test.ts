import { expect, test } from "vitest";
import { commandsFor } from "./command-groups";

const command = (label: string) => ({ id: label, label, run: () => undefined });
const groups = [
  { title: "Invoice", commands: [command("Confirm and go to the next"), command("Reject")] },
  { title: "Everywhere", commands: [command("Ir a la configuración"), command("Go to the inbox")] },
];
const labels = (text: string) =>
  commandsFor(groups, text).flatMap(({ commands }) => commands.map(({ label }) => label));

test("commands are found by the beginnings of their words, in any order, whatever the accents", () => {
  expect(labels("go")).toEqual(["Confirm and go to the next", "Go to the inbox"]);
  expect(labels("INB go")).toEqual(["Go to the inbox"]);
  expect(labels("configuracion")).toEqual(["Ir a la configuración"]);
  expect(labels("onfirm")).toEqual([]);
});

test("without a word all are there, and a group that has none is not", () => {
  expect(commandsFor(groups, "  ")).toEqual(groups);
  expect(commandsFor(groups, "rej").map(({ title }) => title)).toEqual(["Invoice"]);
});
