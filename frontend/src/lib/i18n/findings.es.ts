/** Los hallazgos en español. */
import type { FindingParams } from "@/lib/api/types";
import { categorySentences, type CategoryWording } from "./category-sentences";
import { namedInvoices, type FindingFormats, type FindingSentences } from "./finding-sentences";
import { termSentences, type TermWording } from "./term-sentences";

const party = { seller: "vendedor", buyer: "comprador" };
const problem = {
  check_digits: "sus dígitos de control no cuadran",
  form: "no tiene la forma correcta",
};
const rowsOf = { lines: "líneas", tax_breakdown: "filas de impuestos" };

const lines = (n: number, number: (value: number) => string) =>
  n === 1 ? "La única línea (1) suma" : `Las ${number(n)} líneas suman`;
const days = (n: number, number: (value: number) => string) => (n === 1 ? "1 día" : `${number(n)} días`);
const earlier = (invoices: Parameters<typeof namedInvoices>[0]) =>
  namedInvoices(
    invoices,
    (id, filename) => `n.º ${id} (${filename})`,
    (n) => ` y ${n} más`,
  );
const partyName = (name: string | null, number: string | null) =>
  name === null ? `el titular de ${number ?? ""}` : number === null ? name : `${name} (${number})`;
/** Spanish has a sentence of its own for each code; what the server found is repeated in its words, in English. */
const said = (reason: string) => `El servidor dice: «${reason}».`;
const withoutModel =
  (what: string) =>
  ({ reason }: { reason: string }) =>
    `${what} Estos valores se leyeron sin él. ${said(reason)}`;
const quoted = (names: readonly string[]) => names.map((name) => `«${name}»`).join(", ");

/** Lo que se descuenta y se añade, si consta. */
const offAndOn = (
  params: { allowances: string | null; charges: string | null; currency: string | null },
  amount: FindingFormats["amount"],
) =>
  (params.allowances === null ? "" : ` menos ${amount(params.allowances, params.currency)} de descuentos`) +
  (params.charges === null ? "" : ` más ${amount(params.charges, params.currency)} de recargos`);

const terms: TermWording = {
  required: (field) => `EN 16931 exige «${field}», que no figura.`,
  twoDecimals: (field, amount) => `EN 16931 admite dos decimales, pero «${field}» es ${amount}.`,
};

/** Lo no sujeto al IVA va solo. */
const besideNotSubject =
  (row: string) =>
  ({ category: code }: { category: string }) =>
    `Junto a la categoría de IVA O, no sujeta, no puede haber otra, pero ${row} tiene la categoría ${code}.`;

const category: CategoryWording = {
  parties: (owner, code, demand) =>
    `Con ${{ line: "una línea", allowance: "un descuento", charge: "un cargo" }[owner]} de la categoría de IVA ${code} ` +
    {
      seller: "el vendedor debe dar un número fiscal.",
      seller_vat: "el vendedor debe dar su número de IVA.",
      both: "el vendedor debe dar un número fiscal, y el comprador el de IVA o el de registro.",
      both_vat: "vendedor y comprador deben dar sus números de IVA.",
      none: "ni vendedor ni comprador dan un número de IVA, pero uno de ellos lo da.",
    }[demand],
  rate: (owner, row, code, rule, rate) =>
    `${{ line: "La línea", allowance: "El descuento", charge: "El recargo" }[owner]} ${row} de la categoría ` +
    `de IVA ${code} debe ${{ above_zero: "tener un tipo mayor que 0", zero: "tener el tipo 0", none: "no tener tipo" }[rule]}, ` +
    `pero ${rate === null ? "no tiene ninguno" : `tiene ${rate}`}.`,
  taxable: (code, rate, sum, taxable) =>
    `Las líneas y recargos menos descuentos de la categoría de IVA ${code}${rate === null ? "" : ` al ${rate}`} ` +
    `suman ${sum}, pero la base es ${taxable}.`,
  tax: (code, tax) => `La categoría de IVA ${code} no lleva impuesto, pero el desglose le da ${tax}.`,
  reasonMissing: (code) =>
    `La categoría de IVA ${code} necesita un motivo de exención, pero el desglose no da ninguno.`,
  reasonGiven: (code) =>
    `La categoría de IVA ${code} no tiene exención, pero el desglose da un motivo para ella.`,
};

const KINDS: Record<NonNullable<FindingParams["not-an-invoice"]["kind"]>, string> = {
  pro_forma: "una factura proforma",
  reminder: "un recordatorio de pago",
  statement: "un estado de cuenta",
  order: "un pedido",
  order_confirmation: "una confirmación de pedido",
  quotation: "un presupuesto",
  delivery_note: "un albarán",
  remittance_advice: "un aviso de pago",
  contract: "un contrato",
  other: "otra clase de documento",
};

export const findings: FindingSentences = {
  "BR-02": "No se encontró ningún número de factura.",
  "BR-03": "No se encontró ninguna fecha.",
  "BR-05": "No se encontró ninguna moneda.",
  "BR-06": "No se encontró el nombre del vendedor.",
  "BR-07": "No se encontró el nombre del comprador.",
  "BR-09": "La dirección del vendedor no dice el país, obligatorio en una factura electrónica.",
  "BR-11": "La dirección del comprador no dice el país, obligatorio en una factura electrónica.",
  "BR-14": "No se encontró ningún total.",
  "BR-CO-25": "Queda un importe por pagar, pero no se encontraron ni vencimiento ni condiciones de pago.",
  "total-below-net": ({ total, net, currency }, { amount }) =>
    `El total ${amount(total, currency)} es menor que la base imponible ${amount(net, currency)}.`,
  "total-not-compared": ({ fields }, { field }) =>
    `Sin comprobar: no consta ${fields.map((pointer) => `«${field(pointer)}»`).join(" ni ")}, ` +
    "así que no se ha comparado base + impuestos = total.",
  "total-rounded": ({ total, sum, step, currency }, { amount }) =>
    `El total ${amount(total, currency)} es la base más los impuestos, ${amount(sum, currency)}, ` +
    `redondeado a ${amount(step, currency)}.`,
  "BR-CO-15": ({ net, tax, sum, total, difference, direction, withholding, currency }, { amount, percent }) =>
    `La base ${amount(net, currency)} más los impuestos ${amount(tax, currency)} da ${amount(sum, currency)}, ` +
    `pero el total es ${amount(total, currency)}: ${amount(difference, currency)} ` +
    { too_much: "de más", too_little: "de menos" }[direction] +
    (withholding === null ? "." : `, el ${percent(withholding)} de la base: ¿una retención?`),
  "BR-CO-14": ({ sum, tax, currency }, { amount }) =>
    `Las filas de impuestos suman ${amount(sum, currency)}, pero el importe de impuestos es ${amount(tax, currency)}.`,
  "taxable-sum": ({ sum, net, currency }, { amount }) =>
    `Las bases del desglose suman ${amount(sum, currency)}, pero la base imponible es ${amount(net, currency)}.`,
  "BR-CO-17": ({ rate, taxable, expected, tax, currency }, { amount, percent }) =>
    `El ${percent(rate)} de ${amount(taxable, currency)} es ${amount(expected, currency)}, ` +
    `pero esta fila de impuestos dice ${amount(tax, currency)}.`,
  "BR-CO-16": (params, { amount }) => {
    const { paid, withheld, rounding, balance, currency } = params;
    const others = [
      paid !== null && ` menos ${amount(paid, currency)} ya pagados`,
      withheld !== null && ` menos ${amount(withheld, currency)} retenidos`,
      rounding !== null && ` más el redondeo ${amount(rounding, currency)}`,
      balance !== null && ` más ${amount(balance, currency)} de saldo anterior`,
    ].filter((one) => one !== false);
    const ending = `${amount(params.difference, currency)} de ${{ more: "más", less: "menos" }[params.direction]}.`;
    return others.length === 0
      ? `El importe a pagar ${amount(params.due, currency)} no es el total ${amount(params.total, currency)}, ` +
          `y no consta ningún pago: ${ending}`
      : `El total ${amount(params.total, currency)}${others.join(",")} deja ${amount(params.left, currency)}, ` +
          `pero el importe a pagar es ${amount(params.due, currency)}: ${ending}`;
  },
  "BR-CO-11": ({ sum, stated, currency }, { amount }) =>
    `Los descuentos suman ${amount(sum, currency)}, pero ` +
    (stated === null ? "no consta su suma." : `su suma consta como ${amount(stated, currency)}.`),
  "BR-CO-12": ({ sum, stated, currency }, { amount }) =>
    `Los recargos suman ${amount(sum, currency)}, pero ` +
    (stated === null ? "no consta su suma." : `su suma consta como ${amount(stated, currency)}.`),
  "zero-total": "El total de esta factura es 0.",
  "negative-total": ({ total, currency }, { amount }) =>
    `El total es negativo (${amount(total, currency)}): puede ser una nota de crédito.`,
  "BR-CO-10": (params, { amount, number }) =>
    `${lines(params.lines, number)} ${amount(params.sum, params.currency)}, pero ` +
    `${{ lines_total: "la suma de líneas que consta", net_amount: "la base imponible" }[params.compared]} es ` +
    `${amount(params.expected, params.currency)}: ` +
    {
      too_little: `faltan ${amount(params.difference, params.currency)}, ¿una línea no leída o un cargo?`,
      too_much: `sobran ${amount(params.difference, params.currency)}, ¿un descuento o una línea leída dos veces?`,
    }[params.direction],
  "BR-CO-18": "Esta factura electrónica no tiene desglose de IVA.",
  "BR-CO-13": (params, { amount }) =>
    `La suma de líneas ${amount(params.lines_total, params.currency)}${offAndOn(params, amount)} da ` +
    `${amount(params.sum, params.currency)}, pero la base imponible es ${amount(params.net, params.currency)}: ` +
    `${amount(params.difference, params.currency)} de diferencia.`,
  "line-amount": (params, { amount, number }) =>
    `Línea ${number(params.line)}: ${number(params.quantity)} × ${amount(params.price, params.currency)}` +
    `${offAndOn(params, amount)} da ${amount(params.product, params.currency)}, ` +
    `pero su importe es ${amount(params.amount, params.currency)}.`,
  "more-line-amounts": ({ lines: n }, { number }) =>
    `Cantidad × precio no da el importe en ${n === 1 ? "1 línea más" : `${number(n)} líneas más`}.`,
  ...termSentences(terms),
  "BR-27": ({ line, price, currency }, { amount, number }) =>
    `El precio neto de la línea ${number(line)} es negativo: ${amount(price, currency)}.`,
  "BR-28": ({ line, price, currency }, { amount, number }) =>
    `El precio bruto de la línea ${number(line)} es negativo: ${amount(price, currency)}.`,
  "BR-29": ({ start, end }, { date }) =>
    `El periodo facturado acaba el ${date(end)}, antes de empezar el ${date(start)}.`,
  "BR-30": ({ line, start, end }, { date, number }) =>
    `El periodo de la línea ${number(line)} acaba el ${date(end)}, antes de empezar el ${date(start)}.`,
  "BR-CO-03": "Del día del devengo del impuesto y su código, solo puede figurar uno.",
  "BR-O-11": besideNotSubject("una fila de impuestos"),
  "BR-O-12": besideNotSubject("una línea"),
  "BR-O-13": besideNotSubject("un descuento"),
  "BR-O-14": besideNotSubject("un cargo"),
  ...categorySentences(category),
  "vat-id-invalid": (params) =>
    `El NIF-IVA ${params.number} del ${party[params.party]} no puede ser correcto: ${problem[params.problem]}.`,
  "vat-id-country": (params) =>
    `El ${party[params.party]} está en ${params.country}, ` +
    `pero el NIF-IVA ${params.number} es de ${params.number_country}.`,
  "BR-CO-09": (params) =>
    `El NIF-IVA ${params.number} del ${party[params.party]} no empieza por las letras de su país` +
    (params.problem === null
      ? ` (${params.country}).`
      : `, y como número de ${params.country} no puede ser correcto: ${problem[params.problem]}.`),
  "tax-id-invalid": (params) =>
    `Los dígitos de control del número fiscal ${params.number} del ${party[params.party]} no son correctos: ` +
    "puede haberse leído mal un dígito.",
  "iban-invalid": (params, { account }) =>
    `El IBAN ${account(params.iban)} no puede ser correcto: ${problem[params.problem]}. No pague a esta cuenta.`,
  "iban-country": ({ country, iban, iban_country }, { account }) =>
    `El vendedor está en ${country}, pero la cuenta (${account(iban)}) está en ${iban_country}.`,
  "bic-invalid": ({ bic }) =>
    `El BIC ${bic} no tiene la forma correcta (8 u 11 caracteres, con un código de país).`,
  "due-before-issue": ({ due, issued }, { date }) =>
    `El vencimiento ${date(due)} es anterior a la fecha de la factura ${date(issued)}.`,
  "due-date-far": ({ due, issued, days: n }, { date, number }) =>
    `El vencimiento ${date(due)} es ${days(n, number)} posterior a la fecha de la factura ${date(issued)}.`,
  "issue-date-future": ({ issued, days: n }, { date, number }) =>
    `La fecha de la factura ${date(issued)} está ${days(n, number)} en el futuro.`,
  "issue-date-old": ({ issued, years }, { date, number }) =>
    `La fecha de la factura ${date(issued)} es de hace más de ${years === 1 ? "1 año" : `${number(years)} años`}.`,
  "currency-unknown": ({ currency }) => `${currency} no es una moneda de ISO 4217.`,
  "country-unknown": (params) =>
    `El país ${params.country} del ${party[params.party]} no existe en ISO 3166-1.`,
  "duplicate-number": ({ number, seller, invoices }) =>
    `La factura número ${number} de ${seller ?? "este vendedor"} ya existe: ${earlier(invoices)}.`,
  "duplicate-amount-and-date": ({ seller, issued, total, currency, invoices }, { amount, date }) =>
    `${seller ?? "Este vendedor"} tiene otra factura por ${amount(total, currency)}, ` +
    `del ${date(issued)} o de la misma semana: ` +
    `${earlier(invoices)}.`,
  "unusual-total": ({ total, usual, invoices, seller, direction, currency }, { amount, number }) =>
    `El total ${amount(total, currency)} es más ${{ high: "alto", low: "bajo" }[direction]} de lo que ` +
    `${seller ?? "este vendedor"} suele cobrar: la mediana de ${number(invoices)} facturas anteriores ` +
    `es ${amount(usual, currency)}.`,
  "account-first-time": ({ account, seller }, formats) =>
    `Ninguna factura confirmada de ${seller ?? "este vendedor"} ha nombrado antes la cuenta ${formats.account(account)}.`,
  "account-changed": ({ account, seller, known, more }, formats) =>
    `La cuenta ${formats.account(account)} no es ninguna de las que nombran las facturas confirmadas de ` +
    `${seller ?? "este vendedor"} (${known.map(formats.account).join(", ")}` +
    `${more > 0 ? ` y ${more} más` : ""}). ` +
    "Antes de pagar, pregunte al vendedor por un contacto que ya conozca.",
  "not-our-invoice": ({ buyer, number }) =>
    `Esta factura es para ${partyName(buyer, number)}, que no es ninguna de sus empresas.`,
  "own-company-sells": ({ seller, number }) =>
    `El vendedor es ${partyName(seller, number)}, una de sus propias empresas: ` +
    "vendedor y comprador pueden estar cambiados.",
  "not-in-document": ({ fields }, { field }) =>
    `No aparece en ninguna parte del documento: ${quoted(fields.map(field))}.`,
  "low-confidence": ({ fields, reason, confidence }, { field, percent }) =>
    `${{ hard_to_read: "Se lee mal", concluded: "Solo deducido, no impreso como tal" }[reason]} ` +
    `(${percent(confidence)} de seguridad): ${quoted(fields.map(field))}.`,
  "text-not-extracted":
    "El texto de este documento es demasiado largo o denso para leerlo automáticamente. Introduzca los datos a mano o suba solo las páginas de la factura.",
  "file-damaged": "Hay partes dañadas en este archivo: pueden faltar datos. Compare con el original.",
  "hidden-text": ({ page, count, texts }, { number }) =>
    `La página ${number(page)} de este archivo contiene ${count === 1 ? "1 palabra" : `${number(count)} palabras`} que ` +
    `nadie puede ver; no se tienen en cuenta: ${texts.map((text) => `«${text}»`).join(", ")}.`,
  "xfa-form":
    "Este PDF es un formulario (XFA) cuyo contenido solo muestra Adobe Reader; no está en sus páginas. " +
    "Ábralo allí, imprímalo como PDF y suba ese archivo.",
  "not-an-invoice": ({ reason, kind, title }) =>
    ({
      title: `Parece ${KINDS[kind ?? "other"]} («${title ?? ""}»), no una factura que pagar.`,
      phrase: `Parece ${KINDS[kind ?? "other"]}, no una factura que pagar.`,
      denied: "El propio documento dice que no es una factura.",
      no_number_no_total:
        "No se encontraron ni número de factura ni importe total: puede que no sea una factura.",
      model: "Este documento no parece una factura ni un recibo.",
    })[reason],
  "several-invoices": ({ reason, count, numbers }, { number }) =>
    ({
      numbers:
        `Este archivo parece contener ${number(count)} facturas: ` +
        `${numbers.map((one) => `${one.number} (página ${one.page})`).join(", ")}. Sepárelo, por favor.`,
      model: `Este archivo parece contener ${number(count)} facturas; solo se puede conservar un juego de datos.`,
      xml: `El archivo contiene ${number(count)} facturas; solo se leyó la primera.`,
    })[reason],
  "einvoice-unreadable": ({ reason }) =>
    `La factura electrónica de este archivo no se puede leer; los datos se tomaron de sus páginas. ${said(reason)}`,
  "xml-differs-from-page": ({ term, xml, printed }, { number, account }) =>
    ({
      invoice_number: `El XML da el número de factura ${xml}; la página, no.`,
      total: `El XML da un total de ${number(xml)}, que la página no muestra.`,
      iban: `El XML pide el pago a ${account(xml)}; la página, a ${printed.map(account).join(", ")}.`,
    })[term],
  "unreadable-value": ({ element, written, expected, length }, { number }) =>
    `El XML da «${written}» en ${element}, que no es ` +
    `${{ number: "un número", date: "una fecha", code: `un código de ${number(length ?? 0)} letras` }[expected]}.`,
  "value-cut": ({ element, length, kept }, { number }) =>
    `«${element}» tiene ${number(length)} caracteres; solo se conservan los primeros ${number(kept)}.`,
  "rows-cut": ({ rows, count, kept }, { number }) =>
    `El XML tiene ${number(count)} ${rowsOf[rows]}; solo se conservan las primeras ${number(kept)}.`,
  "not-kept": ({ elements, count }, { number }) =>
    `El XML contiene ${number(count)} valores más de los que se conservan, en ${elements.join(", ")}. Están en el archivo original.`,
  "code-differs": ({ field: pointer, code, printed }, { field, value }) =>
    `${field(pointer)}: «${value(pointer, code)}» en el código de la página, «${value(pointer, printed)}» impreso.`,
  "extractors-disagree": ({ field: pointer, model, local, kept }, { field, value }) =>
    `${field(pointer)}: «${value(pointer, model)}» según el modelo y «${value(pointer, local)}» según el ` +
    `extractor incorporado; se conserva «${value(pointer, kept)}».`,
  "extracted-rows-disagree": ({ rows, model, local, same }, { number }) =>
    `El modelo lee ${number(model)} ${rowsOf[rows]} y el extractor incorporado ${number(local)}; ` +
    `${number(same)} son iguales.`,
  "model-values-dropped": ({ count, fields }, { field, number }) =>
    `El modelo dio ${count === 1 ? "1 valor que no se puede usar" : `${number(count)} valores que no se pueden usar`}; ` +
    `quedan fuera: ${quoted(fields.map(field))}.`,
  "model-setup": withoutModel("El modelo de lenguaje no está configurado."),
  "model-refused-key": withoutModel("El modelo de lenguaje rechazó la clave."),
  "model-not-found": withoutModel("El modelo de lenguaje configurado no existe."),
  "model-quota": withoutModel("Se agotó la cuota del modelo de lenguaje."),
  "model-answer": withoutModel("La respuesta del modelo de lenguaje no se puede usar."),
  "model-refusal": withoutModel("El modelo de lenguaje se negó a leer este documento."),
  "model-answer-truncated": withoutModel("La respuesta del modelo de lenguaje quedó cortada."),
  unavailable: withoutModel("El modelo de lenguaje no está disponible."),
};
