// jspdf-invoice-template-nodejs 1.4.40 (ISC): one layout of jsPDF, labels of our own.
const fs = require("node:fs");
const template = require("jspdf-invoice-template-nodejs");
const eachJob = require("./each.cjs");

eachJob(async (data, path) => {
  const words = data.words;
  const make = template.default || template;
  const party = (each) => ({
    name: each.name,
    address: each.address.join(", "),
    phone: each.phone || "",
    email: each.email || "",
    website: each.web || "",
  });
  const row = (label, amount) => ({ col1: label, col2: amount, col3: " ", style: { fontSize: 10 } });
  const made = make({
    outputType: "arraybuffer",
    returnJsPDFDocObject: true,
    fileName: "invoice",
    business: party(data.seller),
    contact: { label: words["label.to"], otherInfo: "", ...party(data.buyer) },
    invoice: {
      label: `${words["label.number"]} `,
      num: data.number,
      invDate: `${words["label.date"]}: ${data.issued_printed}`,
      invGenDate: data.due_printed ? `${words["label.due"]}: ${data.due_printed}` : " ",
      headerBorder: data.number.length % 2 === 0,
      tableBodyBorder: data.number.length % 3 === 0,
      header: [
        { title: "#", style: { width: 10 } },
        { title: words["column.description"], style: { width: 85 } },
        { title: words["column.quantity"] },
        { title: words["column.price"] },
        { title: words["column.amount"] },
      ],
      table: data.items.map((item, index) => [
        index + 1,
        item.description,
        item.quantity_printed,
        item.price_printed,
        item.amount_printed,
      ]),
      additionalRows: [
        row(words["total.total"], data.total_printed),
        ...data.taxes.map((tax) => row(tax.name, tax.amount_printed)),
        ...(data.taxes.length ? [row(words["total.net"], data.net_printed)] : []),
      ],
      invDescLabel: " ",
      invDesc: words["text.thanks"] || " ",
    },
    footer: { text: " " },
    pageEnable: true,
    pageLabel: "Page ",
  });
  fs.writeFileSync(path, Buffer.from(made.jsPDFDocObject.output("arraybuffer")));
});
