/** Lets any screen open the file chooser; the app connects it to the upload queue. */
import { createContext, use } from "react";

export const FilePickerContext = createContext<() => void>(() => undefined);

export function useFilePicker(): () => void {
  return use(FilePickerContext);
}
