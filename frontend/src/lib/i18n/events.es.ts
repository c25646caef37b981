/** El historial en español. */
import { sentence, when, type EventFormats, type EventSentences } from "./event-sentences";

const attempt = (n: number | null | undefined, { number }: EventFormats) =>
  n === 1 ? null : when(n, (value) => `intento ${number(value)}`);
const pages = (n: number, { number }: EventFormats) => (n === 1 ? "1 página" : `${number(n)} páginas`);
const range = ([first, last]: readonly number[]) =>
  first === last ? `página ${first}` : `páginas ${first}–${last}`;
const findings = (n: number, { number }: EventFormats) =>
  n === 0 ? "sin hallazgos" : n === 1 ? "1 hallazgo" : `${number(n)} hallazgos`;
const because = (code: string | null | undefined, { error }: EventFormats) =>
  when(code, (value) => `: ${error(value)}`) ?? ".";
const again = (iso: string | null | undefined, { dateTime }: EventFormats) =>
  when(iso, (value) => ` Se reintenta el ${dateTime(value)}.`) ?? "";

export const events: EventSentences = {
  uploaded: ({ size }, f) => sentence("Recibida", when(size, f.size)),
  "ocr.started": (data, f) => sentence("Lectura iniciada", attempt(data.attempt, f)),
  "ocr.finished": ({ seconds, pages: count, sources, from_cache }, f) =>
    sentence(
      when(seconds, (value) => `Leída en ${f.seconds(value)}`) ?? "Leída",
      when(count, (value) => pages(value, f)),
      when(sources, (value) => `por ${[...new Set(value.map(f.source))].join(" y ")}`),
      from_cache ? "conservada de una lectura anterior del mismo archivo" : null,
    ),
  "ocr.postponed": ({ code, next_attempt_at }, f) =>
    `Lectura aplazada${because(code, f)}${again(next_attempt_at, f)}`,
  "ocr.failed": ({ code }, f) => `La lectura falló${because(code, f)}`,
  "extract.started": (data, f) => sentence("Búsqueda de datos iniciada", attempt(data.attempt, f)),
  "extract.finished": ({ seconds, extractor, findings: codes }, f) =>
    sentence(
      [
        when(seconds, (value) => `Datos encontrados en ${f.seconds(value)}`) ?? "Datos encontrados",
        when(extractor, (value) => `por ${f.extractor(value)}`),
      ]
        .filter((part) => part !== null)
        .join(" "),
      when(codes, (value) => findings(value.length, f)),
    ),
  "extract.postponed": ({ code, next_attempt_at }, f) =>
    `Búsqueda de datos aplazada${because(code, f)}${again(next_attempt_at, f)}`,
  "extract.failed": ({ code }, f) => `La búsqueda de datos falló${because(code, f)}`,
  corrected: ({ changed }, f) =>
    sentence(
      "Corregida",
      when(changed, (n) => (n === 1 ? "1 valor" : `${f.number(n)} valores`)),
    ),
  confirmed: ({ open_errors: codes }, { number }) =>
    codes?.length
      ? `Confirmada, ${codes.length === 1 ? "1 error aceptado" : `${number(codes.length)} errores aceptados`}: ${codes.join(", ")}`
      : "Confirmada",
  rejected: ({ reason }, { rejectReason }) => (reason ? `Rechazada: ${rejectReason(reason)}` : "Rechazada"),
  retried: () => "Para leer de nuevo",
  reopened: ({ reason }) => (reason ? `Reabierta para revisar: ${reason}` : "Reabierta para revisar"),
  split: ({ parts }) =>
    sentence(
      "Separada",
      when(parts, (value) => value.map((part) => `n.º ${part.invoice_id} (${range(part.pages)})`).join(", ")),
    ),
  split_off: ({ parent_id, pages }) =>
    sentence(
      when(parent_id, (id) => `Separada de la n.º ${id}`) ?? "Separada de otro archivo",
      when(pages, range),
    ),
  exported: ({ reference }) => (reference ? `Exportada como ${reference}` : "Exportada"),
  export_undone: () => "Exportación deshecha",
  payment_written: ({ payment_id }) =>
    sentence(
      "En un archivo de pago",
      when(payment_id, (id) => `n.º ${id}`),
    ),
  payment_undone: ({ payment_id }) =>
    sentence(
      "Archivo de pago deshecho",
      when(payment_id, (id) => `n.º ${id}`),
    ),
  postponed: ({ until }, { date }) =>
    when(until, (day) => `Revisión aplazada hasta el ${date(day)}`) ?? "De nuevo por revisar",
  told_apart: ({ invoice_id, apart }) =>
    apart === false
      ? (when(invoice_id, (id) => `Puede ser la n.º ${id} otra vez`) ?? "Puede ser otra factura otra vez")
      : (when(invoice_id, (id) => `Distinguida de la n.º ${id}`) ?? "Distinguida de otra factura"),
  labelled: ({ reference, tags, company, changed }) =>
    sentence(
      "Archivada de nuevo",
      changed?.includes("reference") ? (reference ? `referencia ${reference}` : "sin referencia") : null,
      when(tags, (all) => (all.length ? `etiquetas ${all.join(", ")}` : "sin etiquetas")),
      changed?.includes("company")
        ? company
          ? `para la empresa propia n.º ${company}`
          : "para ninguna empresa propia"
        : null,
    ),
  deleted: () => "Eliminada",
  other: () => "Un suceso de otra versión de este sistema",
};
