/** Las palabras de las páginas de los vendedores en español. */
import type { sellers as english } from "./sellers.en";

export const sellers: typeof english = {
  title: "Vendedores",
  search: "Nombre, número o cuenta",
  columns: { name: "Vendedor", invoices: "Facturas", last: "Última factura", changed: "Último cambio" },
  orders: {
    name: "Por nombre",
    invoices: "Primero los de más facturas",
    updated_at: "Primero el último cambio",
  },
  emptyTitle: "Todavía no hay vendedores",
  emptyHint: "Un vendedor aparece aquí cuando se confirma su primera factura.",
  nothing: "Ningún vendedor coincide.",
  showAll: "Borrar la búsqueda",
  more: "Mostrar más",
  back: "Todos los vendedores",
  invoices: (n, count) => (n === 1 ? "1 factura" : `${count} facturas`),
  invoiceNo: (id) => `n.º ${id}`,
  confirmed: (n, count) => (n === 1 ? "1 factura confirmada" : `${count} facturas confirmadas`),
  read: (lessons, count) =>
    lessons === 0
      ? "La próxima factura se lee sin lo que enseñaron las anteriores."
      : lessons === 1
        ? "La próxima factura se lee con lo que enseñó 1 anterior."
        : `La próxima factura se lee con lo que enseñaron ${count} anteriores.`,
  changing: "Sus facturas se están cambiando en segundo plano.",
  recognised: "Se reconoce por",
  kinds: {
    tax: "Números de IVA y fiscales",
    account: "Cuentas",
    name: "Nombres tal como se imprimen",
    postcode: "Códigos postales",
    domain: "Dominios de web y correo",
  },
  byPerson: "dado por una persona",
  usually: {
    title: "Lo habitual",
    currencies: "Moneda",
    document_types: "Documentos",
    tax_rates: "Tipos impositivos",
    terms: "Plazo de pago",
    number_series: "Números",
    amounts: "Totales",
    days: (n, count) => (n === 1 ? "1 día" : `${count} días`),
    often: (n, of) => `${n} de ${of}`,
    range: (lowest, usual, highest) => `${usual}, entre ${lowest} y ${highest}`,
    series: "9 es cualquier cifra y A cualquier letra",
  },
  right: {
    title: "Cuántas veces se leyó bien",
    hint: (n, count) =>
      n === 1
        ? "En la factura más reciente; primero lo que más se corrige."
        : `En las ${count} más recientes; primero lo que más se corrige.`,
    field: "Campo",
    right: "Bien",
    corrected: "Corregido",
    of: (n, of) => `${n} de ${of}`,
  },
  sources: {
    title: "De estas facturas",
    all: "Todas sus facturas",
    corrected: (n, count) =>
      n === 0 ? "bien leída" : n === 1 ? "1 valor corregido" : `${count} valores corregidos`,
    forgotten: "no se aprende de ella",
    noNumber: "sin número",
    none: "No tiene ninguna factura confirmada.",
  },
  events: {
    title: "Qué se ha hecho",
    by: (actor) => `por ${actor}`,
    types: {
      imported: "Importado",
      renamed: "Cambió de nombre",
      merged: "Se unió con otro",
      split: "Facturas que pasaron a otro vendedor",
      split_off: "Hecho de facturas de otro vendedor",
      forgotten: "Se olvidó lo aprendido",
      other: "Un suceso de otra versión de este sistema",
    },
    fromTo: (from, to) => `${from} → ${to}`,
  },
};
