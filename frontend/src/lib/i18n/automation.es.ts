/** Las palabras de la confirmación automática en español. */
import type { automation as english } from "./automation.en";

export const automation: typeof english = {
  title: "Automatización",
  hint: "Apagada, cada factura la confirma una persona. Encendida, se confirman automáticamente las que son como las anteriores del vendedor: cada valor necesario seguro, sin hallazgos, cuenta conocida, importe habitual, ningún duplicado.",
  forAdmins: "Solo los administradores deciden sobre la confirmación automática.",
  enabled: "Confirmar automáticamente",
  off: "Apagada: nada se confirma automáticamente.",
  on: "Encendida: este interruptor la termina en todas partes al momento.",
  after:
    "Después de tantas facturas seguidas que una persona confirmó sin cambios, del mismo vendedor a la misma empresa propia",
  share: "Parte que va a una persona de todos modos, en tanto por ciento",
  least: "Seguridad mínima, en tanto por ciento",
  sellers: { label: "Vendedores", all: "Todos menos los apagados", chosen: "Solo los encendidos" },
  companies: { label: "Empresas propias", all: "Todas", some: "Solo estas" },
  save: "Guardar",
  saved: "Guardado.",
  decided: (name, when) => `Decidido por ${name}, ${when}`,
  switches: {
    title: "Vendedores con interruptor propio",
    none: "Todos siguen los ajustes.",
    find: "Buscar un vendedor",
    on: "Encendido",
    off: "Apagado",
    follow: "Según los ajustes",
    of: (name) => `Confirmación automática de ${name}`,
    done: (name) => `El interruptor de ${name} ha cambiado.`,
    more: "Mostrar más",
  },
  confirmed: "Confirmada automáticamente: ninguna persona la ha mirado.",
  confirmedShort: "Confirmada automáticamente",
  ofThem: (n, count) =>
    n === 1 ? "1 se confirmó automáticamente." : `${count} se confirmaron automáticamente.`,
  blockers: (n, count) =>
    n === 1 ? "No se confirmó automáticamente: 1 motivo" : `No se confirmó automáticamente: ${count} motivos`,
};
