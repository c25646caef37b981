import type { payments as english } from "./payments.en";

/** Las palabras de los archivos de pago, en español. */
export const payments: typeof english = {
  title: "Archivo de pago",
  hint: "Un archivo de transferencias SEPA (pain.001) para su banco. No se mueve dinero hasta que el banco lo tenga.",
  name: "Titular de la cuenta que paga",
  iban: "IBAN",
  bic: "BIC (opcional)",
  day: "Día de la transferencia",
  grouped: "Una sola transferencia por cuenta",
  kept: "El nombre y la cuenta se recuerdan en este navegador.",
  pay: (n) => `Pagar ${n}`,
  make: (n, shown) => (n === 1 ? "Crear el archivo de 1 factura" : `Crear el archivo de ${shown} facturas`),
  leftOut: "Sin incluir",
  accept: "Pagar de todos modos",
  obstacles: {
    unknown: "Ya no está.",
    "not-confirmed": "No está confirmada.",
    "credit-note": "Una nota de crédito no se paga.",
    "not-in-euros": "No está en euros, como las transferencias SEPA.",
    "nothing-due": "No queda nada por pagar.",
    "too-much": "El importe es mayor de lo que puede ser una transferencia SEPA.",
    "no-iban": "No indica ningún IBAN.",
    "wrong-iban": "Su IBAN no es correcto.",
    "outside-sepa": "La cuenta está en un país al que no llegan las transferencias SEPA.",
    "no-name": "No dice a quién pagar.",
    "account-changed":
      "Las facturas anteriores de este proveedor indicaban otra cuenta. Pregunte al proveedor y páguela en su banco.",
    "first-account": "Ninguna factura anterior de este proveedor indicaba una cuenta.",
    "already-paid": "Ya está en un archivo de pago anterior.",
  },
  done: (n, total) =>
    `${n === 1 ? "El archivo tiene 1 transferencia" : `El archivo tiene ${n} transferencias`}, en total ${total}. Está en sus descargas.`,
  notSaved: (reason) =>
    `El archivo de pago está hecho, pero no ha llegado. Está en «Archivos de pago anteriores». ${reason}`,
  undone: "Deshecho: estas facturas se pueden pagar con otro archivo.",
  earlier: "Archivos de pago anteriores",
  none: "No hay ninguno.",
  transfers: (n, shown) => (n === 1 ? "1 transferencia" : `${shown} transferencias`),
  again: "Descargar de nuevo",
  undo: "Deshacer",
};
