// microinvoice 1.0.6 (MIT): one modern layout, labels of our own.
const MicroInvoice = require("microinvoice");
const eachJob = require("./each.cjs");

const party = (label, each) => [
  { label, value: [each.name, ...each.address, ...[each.email, each.phone].filter(Boolean)] },
  ...(each.number ? [{ label: each.number_label, value: each.number }] : []),
];

eachJob(async (data, path) => {
  const words = data.words;
  const header = [
    { label: words["label.number"], value: data.number },
    { label: words["label.date"], value: data.issued_printed },
    ...(data.due_printed ? [{ label: words["label.due"], value: data.due_printed }] : []),
  ];
  const columns = ["column.description", "column.quantity", "column.amount"].map((key) => ({ value: words[key] }));
  const parts = data.items.map((item) => [
    { value: item.description },
    { value: item.quantity_printed },
    { value: item.amount_printed },
  ]);
  const total = [
    ...(data.taxes.length ? [{ label: words["total.net"], value: data.net_printed }] : []),
    ...data.taxes.map((tax) => ({ label: tax.name, value: tax.amount_printed })),
    { label: words["total.total"], value: data.total_printed },
  ];
  const invoice = new MicroInvoice({
    style: { header: { image: null } },
    data: {
      invoice: {
        name: words["title.invoice"],
        header,
        currency: data.currency,
        customer: party(words["label.to"], data.buyer),
        seller: party(words["label.from"], data.seller),
        legal: [{ value: words["text.thanks"] || " ", weight: "bold", color: "primary" }],
        details: { header: columns, parts, total },
      },
    },
  });
  await invoice.generate(path);
});
