import type { ComponentProps } from "react";
import { DownIcon, UpIcon } from "./icons";
import styles from "./sort-head.module.css";

export interface Sorting<By extends string> {
  by: By;
  dir: "asc" | "desc";
  onSort: (by: By) => void;
}

interface Props<By extends string> extends Omit<ComponentProps<"th">, "children"> {
  /** The column's. */
  name: string;
  /** What the column can be ordered by, and how each is called; of none, the name alone is shown. */
  sorts: readonly { by: By; name: string }[];
  sorting: Sorting<By>;
}

/** The head of a column; pressed, it orders the table by it. */
export function SortHead<By extends string>({ name, sorts, sorting, ...head }: Props<By>) {
  const isSorted = sorts.some(({ by }) => by === sorting.by);
  const Arrow = sorting.dir === "asc" ? UpIcon : DownIcon;
  return (
    <th
      {...head}
      scope="col"
      aria-sort={isSorted ? (sorting.dir === "asc" ? "ascending" : "descending") : undefined}
    >
      {sorts.length === 0 && name}
      {sorts.map((sort) => (
        <button
          key={sort.by}
          type="button"
          className={styles["head"]}
          onClick={() => sorting.onSort(sort.by)}
        >
          {sort.name}
          {sort.by === sorting.by && <Arrow aria-hidden />}
        </button>
      ))}
    </th>
  );
}
