/** JSON pointers (RFC 6901) into plain JSON values: the names that evidence, findings and refusals use. */
type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

function steps(pointer: string): string[] {
  const steps = pointer.split("/").slice(1);
  // Every field asks for its value after every key, and none of their names is escaped.
  return pointer.includes("~")
    ? steps.map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"))
    : steps;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

/** The value at the pointer; undefined where there is none. */
export function valueAt(root: unknown, pointer: string): unknown {
  let value = root;
  for (const step of steps(pointer)) {
    if (!isObject(value)) return undefined;
    value = value[step];
  }
  return value;
}

/** A copy with the value at the pointer replaced; everything untouched keeps its identity. */
export function withValueAt<T>(root: T, pointer: string, value: unknown): T {
  const [step, ...rest] = steps(pointer);
  if (step === undefined) return value as T;
  const inner = rest.length > 0 ? "/" + rest.map(escaped).join("/") : "";
  if (Array.isArray(root)) {
    const copy: unknown[] = [...(root as unknown[])];
    copy[Number(step)] = withValueAt(copy[Number(step)], inner, value);
    return copy as T;
  }
  const object: Record<string, unknown> = isObject(root) ? root : {};
  return { ...object, [step]: withValueAt(object[step], inner, value) } as T;
}

function escaped(step: string): string {
  return step.replaceAll("~", "~0").replaceAll("/", "~1");
}

/** Every value that is not an object or array, by pointer, in order. Empty arrays count as a value. */
export function leaves(value: unknown, pointer = ""): Map<string, Json> {
  const found = new Map<string, Json>();
  collect(value, pointer, found);
  return found;
}

function collect(value: unknown, pointer: string, found: Map<string, Json>): void {
  if (!isObject(value) || (Array.isArray(value) && value.length === 0)) {
    found.set(pointer, (value ?? null) as Json);
    return;
  }
  for (const [key, inner] of Object.entries(value)) collect(inner, `${pointer}/${escaped(key)}`, found);
}

interface ChangedLeaf {
  pointer: string;
  /** Undefined where there is no leaf: nothing, or further values inside. */
  before: Json | undefined;
  after: Json | undefined;
}

/** The leaves that are not the same in both. What has kept its identity is not entered: after a change of one value this is quick. */
export function changedLeaves(before: unknown, after: unknown): ChangedLeaf[] {
  const found: ChangedLeaf[] = [];
  if (!Object.is(before, after)) compare(before, after, "", found);
  return found;
}

function compare(before: unknown, after: unknown, pointer: string, found: ChangedLeaf[]): void {
  const leaf = { before: leafOf(before), after: leafOf(after) };
  if (leaf.before !== leaf.after) found.push({ pointer, ...leaf });
  for (const name of namesIn(before, after)) {
    const [inBefore, inAfter] = [stepInto(before, name), stepInto(after, name)];
    // Of hundreds of rows one is another: the names of the others are not put together.
    if (!Object.is(inBefore, inAfter)) compare(inBefore, inAfter, `${pointer}/${escaped(name)}`, found);
  }
}

/** The names of what is in either, those of the first one first. */
function namesIn(before: unknown, after: unknown): Iterable<string> {
  const ofBefore = isBranch(before) ? Object.keys(before) : [];
  const ofAfter = isBranch(after) ? Object.keys(after) : [];
  const isSame =
    ofBefore.length === ofAfter.length && ofBefore.every((name, index) => name === ofAfter[index]);
  return isSame ? ofBefore : new Set([...ofBefore, ...ofAfter]);
}

function isBranch(value: unknown): value is Record<string, unknown> {
  return isObject(value) && !(Array.isArray(value) && value.length === 0);
}

function leafOf(value: unknown): Json | undefined {
  return isBranch(value) ? undefined : (value as Json | undefined);
}

function stepInto(value: unknown, name: string): unknown {
  return isBranch(value) ? value[name] : undefined;
}
