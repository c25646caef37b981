import { Activity, useLayoutEffect, useRef, useState, type ReactNode } from "react";
import { createPortal } from "react-dom";

/**
 * Draws its children before they are looked at, when the browser has nothing else to do. Until they are visible none of their
 * effects run, and their elements are not in the document: nothing that looks there for an id, a label or a text finds them twice.
 */
export function DrawnAhead({ visible, children }: { visible: boolean; children: ReactNode }) {
  const [drawn] = useState(() => {
    const element = document.createElement("div");
    element.style.display = "contents";
    return element;
  });
  return (
    <Activity mode={visible ? "visible" : "hidden"}>
      <Place of={drawn} />
      {createPortal(children, drawn)}
    </Activity>
  );
}

/** Before the children, whose effects find themselves in the document then. */
function Place({ of: drawn }: { of: HTMLElement }) {
  const place = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    place.current?.append(drawn);
    return () => drawn.remove();
  }, [drawn]);
  return <div ref={place} style={{ display: "contents" }} />;
}
