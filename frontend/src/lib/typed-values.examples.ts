/** The examples that the server's tests share. Read as a glob: the image of the web app is built without them. */
interface TypedExample {
  kind: "number" | "rate" | "date";
  locale: string;
  typed: string;
  value: string | null;
  reason: string | null;
}

interface WireExample {
  kind: "number" | "date";
  sent: unknown;
  returned?: string | null;
  refused?: boolean;
}

const tables = import.meta.glob<{ typed: TypedExample[]; wire: WireExample[] }>(
  "../../../tests/shared_examples/typed_values.json",
  { eager: true, import: "default" },
);
const [table] = Object.values(tables);
if (!table) throw new Error("tests/shared_examples/typed_values.json is missing");

export const TYPED: readonly TypedExample[] = table.typed;
export const WIRE: readonly WireExample[] = table.wire;
