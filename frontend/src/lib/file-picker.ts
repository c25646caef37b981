/** Lets any screen open the file chooser or upload files of its own; the app connects it to the upload queue. */
import { createContext, use } from "react";

interface Uploads {
  choose: () => void;
  add: (files: readonly File[]) => void;
}

export const UploadsContext = createContext<Uploads>({ choose: () => undefined, add: () => undefined });

/** Opens the chooser. */
export const useFilePicker = (): (() => void) => use(UploadsContext).choose;

/** Uploads these files as if they had been chosen. */
export const useUploadFiles = (): ((files: readonly File[]) => void) => use(UploadsContext).add;
