/** Por qué una factura no se confirmó automáticamente, en español. */
import type { BlockerSentences, BlockerWords } from "./blocker-text";

export const blockers: BlockerSentences = {
  "chosen-for-review": "Es una de las que van a una persona de todos modos.",
  "read-again": "Una persona pidió que se leyera de nuevo.",
  "seller-switched-off": "Las facturas de este vendedor no se confirman automáticamente.",
  "company-switched-off": "Las facturas a esta empresa no se confirman automáticamente.",
  "seller-unknown": "El vendedor no se conoce por facturas confirmadas.",
  "seller-known-by-name": "El vendedor solo se conoce por su nombre, no por un número o una cuenta.",
  "company-unknown": "El comprador no es ninguna de las empresas propias.",
  "too-few-confirmed": ({ confirmed, needed }, { number }) =>
    `Una persona confirmó sin cambios ${number(confirmed)} de ${number(needed)} facturas seguidas.`,
  "value-missing": ({ field }, formats) => `Falta un valor: ${formats.field(field)}.`,
  "value-unsure": ({ field, confidence, least }, formats) =>
    `${formats.field(field)} tiene ${formats.percent(confidence)} de seguridad, menos de ${formats.percent(least)}.`,
  "finding-open": ({ finding }, formats) => `Una comprobación encontró algo: ${formats.finding(finding)}`,
  "possible-duplicate": "Puede ser un duplicado.",
  "account-unknown": ({ account }, formats) =>
    `Ninguna persona ha confirmado la cuenta ${formats.account(account)} para este vendedor.`,
  "account-missing": "No nombra ninguna cuenta; otras facturas de este vendedor sí.",
  "amount-unusual": ({ total, least, most, currency }, { amount }) =>
    `El total de ${amount(total, currency)} no está entre ${amount(least, currency)} y ${amount(most, currency)}, como indican las confirmadas.`,
  "amount-not-compared": ({ invoices, needed }, { number }) =>
    `El total se puede comparar con ${number(invoices)} de ${number(needed)} confirmadas.`,
};

export const blockerWords: BlockerWords = {
  "chosen-for-review": "Elegida para una persona",
  "read-again": "Leída de nuevo",
  "seller-switched-off": "Vendedor desactivado",
  "company-switched-off": "Empresa desactivada",
  "seller-unknown": "Vendedor desconocido",
  "seller-known-by-name": "Vendedor conocido solo por su nombre",
  "company-unknown": "Comprador que no es empresa propia",
  "too-few-confirmed": "Pocas confirmadas antes",
  "value-missing": "Falta un valor",
  "value-unsure": "Valor poco seguro",
  "finding-open": "Hallazgo de una comprobación",
  "possible-duplicate": "Posible duplicado",
  "account-unknown": "Cuenta desconocida",
  "account-missing": "Falta la cuenta",
  "amount-unusual": "Total inusual",
  "amount-not-compared": "Total sin comparación",
};
