import type { AcceptedType } from "@/lib/api/types";
import { useI18n } from "@/lib/i18n/i18n";
import { useMe } from "./me";

const NONE: readonly AcceptedType[] = [];

interface Accepted {
  /** For the `accept` of a file dialog: media types, and endings where the system knows no media type. */
  accept: string;
  /** For a sentence: "PDF, JPEG or XML e-invoice". */
  words: string;
}

/** The file types that the server accepts; none before it has answered. */
export function useAcceptedTypes(): Accepted {
  const { t, f } = useI18n();
  const types = useMe().data?.accepted_types ?? NONE;
  return {
    accept: types.flatMap(({ media_type, extensions }) => [media_type, ...extensions]).join(","),
    words: f.either(types.map(({ media_type }) => t.upload.types[media_type])),
  };
}
