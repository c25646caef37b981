/** International account numbers (ISO 13616): written in groups of four, kept without blanks. */

/** A country, and what may follow it: at most 34 characters. It may still be typed. */
const LIKE_IBAN = /^[A-Z]{2}[0-9]{1,2}[0-9A-Z]{0,30}$/;

/** What is typed or printed, without its blanks and in capitals; a text that is no IBAN as it stands. */
export function ibanOf(text: string): string {
  const compact = text.replace(/[\s\u00a0-]+/g, "").toUpperCase();
  return LIKE_IBAN.test(compact) ? compact : text;
}

/** "ES91 2100 0418 4502 0005 1332"; a text that is no IBAN as it stands. */
export function groupedIban(text: string): string {
  const compact = ibanOf(text);
  return LIKE_IBAN.test(compact) ? compact.replace(/(.{4})(?=.)/g, "$1 ") : text;
}
