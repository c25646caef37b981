/** Las palabras de las páginas de los vendedores en español. */
import type { sellers as english } from "./sellers.en";

const facturas = (n: number, count: string) => (n === 1 ? "1 factura" : `${count} facturas`);

export const sellers: typeof english = {
  title: "Vendedores",
  search: "Nombre, número o cuenta",
  columns: {
    name: "Vendedor",
    invoices: "Facturas",
    right: "Leídas bien",
    last: "Última factura",
    changed: "Último cambio",
  },
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
  invoices: facturas,
  known: (name) => `Lo que se sabe de ${name}`,
  invoiceNo: (id) => `n.º ${id}`,
  confirmed: (n, count) => (n === 1 ? "1 factura confirmada" : `${count} facturas confirmadas`),
  read: (lessons, count) =>
    lessons === 0
      ? "La próxima factura se lee sin lo que enseñaron las anteriores."
      : lessons === 1
        ? "La próxima factura se lee con lo que enseñó 1 anterior."
        : `La próxima factura se lee con lo que enseñaron ${count} anteriores.`,
  changing: "Sus facturas se están cambiando en segundo plano.",
  rename: {
    start: "Cambiar nombre…",
    title: "Cambiar el nombre de este vendedor",
    hint: "Así lo llaman desde ahora las listas, los filtros y los totales. Los datos de sus facturas quedan como se confirmaron.",
    name: "Nombre",
    asPrinted: "Como dicen sus facturas",
    verb: "Cambiar",
    done: "Nombre cambiado.",
  },
  merge: {
    start: "Unir…",
    title: (name) => `Unir otro vendedor con ${name}`,
    hint: "Para un vendedor que está aquí dos veces.",
    choose: "El otro vendedor",
    will: (other, name, n, count) =>
      `${facturas(n, count)} de ${other}, lo aprendido de ellas y aquello por lo que se reconoce pasan a ser de ${name}. ${other} deja de ser un vendedor aparte.`,
    verb: "Unir",
    done: (other) => `${other} ya forma parte de él.`,
  },
  split: {
    start: "Separar…",
    title: (name) => `Facturas de ${name} que son de otro vendedor`,
    hint: "Pasan a ser de un vendedor nuevo, con lo aprendido de ellas.",
    withKey: "Facturas con",
    ticked: "Las marcadas abajo",
    which: "Sus facturas más recientes",
    name: "Nombre del vendedor nuevo; vacío: como dicen sus facturas",
    all: "Se irían todas sus facturas: mejor cambie su nombre.",
    verb: (n, count) => (n === 0 ? "Separar" : `Separar ${facturas(n, count)}`),
    done: (n, count) => `${facturas(n, count)}: ahora son de un vendedor aparte.`,
  },
  forget: {
    start: "Olvidar…",
    title: (name) => `¿Olvidar lo aprendido de ${name}?`,
    goes: (n, count) =>
      `Lo que enseñaron ${facturas(n, count)} se va para siempre: la próxima se lee como si fuera la primera.`,
    stays:
      "Sus facturas quedan, con sus datos, y también su nombre y aquello por lo que se reconoce. Lo que se confirme desde ahora enseña de nuevo.",
    verb: "Olvidar",
    done: "Olvidado.",
  },
  file: {
    export: "Exportar todos los vendedores como CSV",
    import: "Importar…",
    title: "Importar vendedores de un archivo CSV",
    hint: "Con las columnas de la exportación; solo hace falta el nombre. Se toman todas sus líneas, o ninguna.",
    file: "Archivo CSV",
    verb: "Importar",
    done: (created, changed, unchanged) =>
      `Nuevos: ${created}. Cambiados: ${changed}. Sin cambios: ${unchanged}.`,
    refused: "No se importó nada. Primero hay que corregir estas líneas:",
    notUtf8:
      "No se ha importado nada: el archivo no está en UTF-8, y se perderían letras como la ñ. Guárdelo como «CSV UTF-8» y elíjalo de nuevo.",
    fault: (line, column, message) => `Línea ${line}${column === null ? "" : `, ${column}`}: ${message}`,
  },
  remove: "Eliminar",
  removed: (name) => `${name} está eliminado.`,
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
    of: (n, of) => `${n} de ${of}`,
    ofNewest: (n, of) => `${n} de las ${of} más recientes no necesitaron corrección`,
  },
  sources: {
    title: "De estas facturas",
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
