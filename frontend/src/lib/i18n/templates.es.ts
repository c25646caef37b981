import type { templates as english } from "./templates.en";

/** Las palabras de las plantillas de exportación, en español. */
export const templates: typeof english = {
  title: "Plantillas de exportación",
  hint: "Cómo se escriben las facturas confirmadas para un sistema que no tiene formato propio, en el lenguaje de Jinja sobre «invoices». Tres están siempre.",
  forAdmins: "Solo los administradores ven y cambian las plantillas de exportación.",
  add: "Añadir una plantilla",
  change: "Cambiar",
  start: "Partir de ella",
  name: "Nombre",
  nameHint: "Letras minúsculas, cifras y guiones",
  format: "Qué escribe",
  body: "Plantilla",
  file: "Tomarla de un archivo…",
  check: "Probarla con una muestra",
  written: "Escrito de dos facturas inventadas, una de ellas vacía",
  save: "Guardar",
  saved: (name) => `La plantilla ${name} está guardada.`,
  shipped: "siempre está",
  remove: "Eliminar",
  removeHint: "Las exportaciones que se hicieron con ella dejan de tener archivo. Esto no se puede deshacer.",
};
