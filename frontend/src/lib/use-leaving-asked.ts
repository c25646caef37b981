import { useEffect } from "react";

/** The browser asks before the page is closed, for as long as something would be lost with it. */
export function useLeavingAsked(wouldLose: boolean): void {
  useEffect(() => {
    if (!wouldLose) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener("beforeunload", ask);
    return () => removeEventListener("beforeunload", ask);
  }, [wouldLose]);
}
