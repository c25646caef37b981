/** Lo primero que hay que mirar en una factura, en pocas palabras: la última columna de la bandeja. */
import { categoryReasons } from "./category-sentences";
import type { FindingReasons } from "./finding-sentences";
import { termReasons } from "./term-sentences";

const of = { seller: "del vendedor", buyer: "del comprador" };
const apart = { too_much: "de más", too_little: "de menos" };
const withoutModel = "Leída sin el modelo de lenguaje";

export const reasons: FindingReasons = {
  "BR-02": "Falta el número",
  "BR-03": "Falta la fecha",
  "BR-05": "Falta la moneda",
  "BR-06": "Falta el vendedor",
  "BR-07": "Falta el comprador",
  "BR-09": "Falta el país del vendedor",
  "BR-11": "Falta el país del comprador",
  "BR-14": "Falta el total",
  "BR-CO-25": "Sin vencimiento ni condiciones",
  "total-below-net": "El total es menor que el neto",
  "total-not-compared": ({ fields }, { field }) => `Falta: ${fields.map(field).join(", ")}`,
  "total-rounded": "El total está redondeado",
  "BR-CO-15": ({ difference, direction, currency }, { amount }) =>
    `${amount(difference, currency)} ${apart[direction]}`,
  "BR-CO-14": "Las filas de impuestos no suman",
  "taxable-sum": "Las bases no suman",
  "BR-CO-17": ({ rate }, { percent }) => `El impuesto no es el ${percent(rate)}`,
  "BR-CO-16": ({ difference, direction, currency }, { amount }) =>
    `A pagar ${amount(difference, currency)} ${{ more: "de más", less: "de menos" }[direction]}`,
  "BR-CO-11": "Los descuentos no suman",
  "BR-CO-12": "Los recargos no suman",
  "zero-total": "El total es 0",
  "negative-total": "Total negativo: ¿un abono?",
  "BR-CO-10": ({ difference, direction, currency }, { amount }) =>
    direction === "too_much"
      ? `Las líneas suman ${amount(difference, currency)} de más`
      : `Faltan ${amount(difference, currency)} en las líneas`,
  "BR-CO-13": ({ difference, currency }, { amount }) =>
    `Líneas y neto difieren en ${amount(difference, currency)}`,
  "BR-CO-18": "Falta el desglose de impuestos",
  "line-amount": ({ line }, { number }) => `Línea ${number(line)}: cantidad × precio no cuadra`,
  "more-line-amounts": ({ lines }, { number }) => `${number(lines)} líneas más: cantidad × precio no cuadra`,
  ...termReasons({ required: (field) => `Falta: ${field}`, twoDecimals: "Más de dos decimales" }),
  "BR-27": ({ line }, { number }) => `Línea ${number(line)}: precio negativo`,
  "BR-28": ({ line }, { number }) => `Línea ${number(line)}: precio bruto negativo`,
  "BR-29": "El periodo acaba antes de empezar",
  "BR-30": ({ line }, { number }) => `Línea ${number(line)}: el periodo acaba antes de empezar`,
  "BR-CO-03": "Dos datos del devengo del impuesto",
  "BR-O-11": "Impuesto junto a lo no sujeto",
  "BR-O-12": "Impuesto junto a lo no sujeto",
  "BR-O-13": "Impuesto junto a lo no sujeto",
  "BR-O-14": "Impuesto junto a lo no sujeto",
  ...categoryReasons({
    "02": "Números fiscales y categoría de IVA",
    "03": "Números fiscales y categoría de IVA",
    "04": "Números fiscales y categoría de IVA",
    "05": "El tipo no cuadra con la categoría de IVA",
    "06": "El tipo no cuadra con la categoría de IVA",
    "07": "El tipo no cuadra con la categoría de IVA",
    "08": "La categoría de IVA no suma",
    "09": "Impuesto en una categoría sin impuesto",
    "10": "Motivo de la exención de IVA",
  }),
  "vat-id-invalid": (params) => `El NIF-IVA ${of[params.party]} es incorrecto`,
  "vat-id-country": (params) => `El NIF-IVA ${of[params.party]} es de otro país`,
  "BR-CO-09": (params) => `El NIF-IVA ${of[params.party]} no lleva país`,
  "tax-id-invalid": (params) => `El NIF ${of[params.party]} es incorrecto`,
  "iban-invalid": "El IBAN es incorrecto",
  "iban-country": "La cuenta es de otro país",
  "bic-invalid": "El BIC es incorrecto",
  "due-before-issue": "Vence antes de su fecha",
  "due-date-far": ({ days }, { number }) => `Vence a los ${number(days)} días`,
  "issue-date-future": "La fecha es futura",
  "issue-date-old": ({ years }, { number }) =>
    years === 1 ? "De hace más de un año" : `De hace más de ${number(years)} años`,
  "currency-unknown": ({ currency }) => `${currency} no es una moneda`,
  "country-unknown": (params) => `El país ${of[params.party]} es desconocido`,
  "duplicate-number": ({ invoices }) => `Duplicada de la n.º ${invoices[0]?.invoice_id ?? "?"}`,
  "duplicate-amount-and-date": ({ invoices }) => `Como la n.º ${invoices[0]?.invoice_id ?? "?"}: ¿duplicada?`,
  "unusual-total": ({ direction }) =>
    ({ high: "Más alta de lo habitual", low: "Más baja de lo habitual" })[direction],
  "account-first-time": "La cuenta es nueva",
  "account-changed": "La cuenta bancaria cambió",
  "not-our-invoice": "No va dirigida a nosotros",
  "own-company-sells": "El vendedor es una empresa propia",
  "not-in-document": ({ fields }, { field }) => `No está en el documento: ${fields.map(field).join(", ")}`,
  "low-confidence": ({ fields }, { field }) => `Dudoso: ${fields.map(field).join(", ")}`,
  "text-not-extracted": "Demasiado grande para leerla: introdúzcala a mano",
  "file-damaged": "El archivo está dañado",
  "hidden-text": "Texto oculto",
  "xfa-form": "Formulario que solo muestra Adobe Reader",
  "not-an-invoice": "Quizá no sea una factura",
  "several-invoices": ({ count }, { number }) => `${number(count)} facturas en un archivo`,
  "einvoice-unreadable": "La factura electrónica no se puede leer",
  "xml-differs-from-page": ({ term }) =>
    `${{ invoice_number: "Número", total: "Total", iban: "IBAN" }[term]}: XML y página difieren`,
  "unreadable-value": ({ element }) => `${element} no se puede leer`,
  "value-cut": ({ element }) => `${element} se acortó`,
  "rows-cut": "Se omitieron filas",
  "not-kept": "El XML tiene más valores",
  "code-differs": ({ field: pointer }, { field }) => `${field(pointer)}: código e impreso difieren`,
  "extractors-disagree": ({ field: pointer }, { field }) => `${field(pointer)}: dos lecturas`,
  "extracted-rows-disagree": ({ rows }) =>
    `${{ lines: "Líneas", tax_breakdown: "Filas de impuestos" }[rows]}: dos lecturas`,
  "model-values-dropped": "Valores del modelo descartados",
  "model-setup": withoutModel,
  "model-refused-key": withoutModel,
  "model-not-found": withoutModel,
  "model-quota": withoutModel,
  "model-answer": withoutModel,
  "model-refusal": withoutModel,
  "model-answer-truncated": withoutModel,
  unavailable: withoutModel,
};
