/** Por qué una exportación no incluyó una factura, en español. */
import type { LeftOutSentences } from "./left-out-text";

export const leftOut: LeftOutSentences = {
  "value-missing": ({ field }, formats) => `Falta un valor: ${formats.field(field)}.`,
  "day-out-of-range": ({ field, day, first, last }, formats) =>
    `${formats.field(field)}: ${formats.date(day)} no está entre ${first} y ${last}. ¿Es correcto el año?`,
  "fiscal-year-out-of-range": ({ day, first, last }, formats) =>
    `Su ejercicio comienza el ${formats.date(day)}, que no está entre ${first} y ${last}.`,
  "other-currency": ({ needed }) =>
    `Los importes en otra moneda que ${needed} necesitan su cotización, que una factura no indica.`,
  "total-too-large": "El total tiene más dígitos que el formato.",
  "lines-incomplete": "Sus líneas se imputan de distinta manera, y a una le falta el importe o la alícuota.",
  "lines-not-total": "Sus líneas no suman el total, y la factura misma no tiene cuenta para el resto.",
  "account-missing": "No está imputada a ninguna cuenta.",
  "account-invalid": ({ account, digits }) => `«${account}» no es una cuenta de ${digits} dígitos.`,
  "tax-key-invalid": ({ tax_key }) =>
    `«${tax_key}» no es una clave de impuesto de DATEV: tiene cuatro dígitos como máximo.`,
  "letter-unknown": "No se conoce su clase (A, B, C, M): indique qué letra tienen estas facturas.",
  "number-invalid": "El número no es de punto de venta y comprobante, como 0003-00012345.",
  "cuit-invalid": "Falta la CUIT del vendedor, o su dígito verificador no es correcto.",
  "tax-base-missing": "A una fila de sus impuestos le falta el importe neto.",
  "tax-rate-unknown": "ARCA no tiene código para una de sus alícuotas.",
  "parts-not-total": ({ parts, total, currency }, { amount }) =>
    `Los netos, el IVA y lo demás suman ${amount(parts, currency)}, no ${amount(total, currency)}.`,
};
