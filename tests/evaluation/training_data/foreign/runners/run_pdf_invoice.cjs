// @h1dd3nsn1p3r/pdf-invoice 1.0.12 (MIT): one layout, amounts in the notation of a locale.
const { PDFInvoice } = require("@h1dd3nsn1p3r/pdf-invoice");
const eachJob = require("./each.cjs");

eachJob(async (data, path) => {
  const words = data.words;
  const reach = (each) => ({
    name: each.name,
    address: each.address.join(",\n"),
    phone: each.phone || undefined,
    email: each.email || undefined,
    taxId: each.number ? `${each.number_label}: ${each.number}` : undefined,
  });
  const payload = {
    company: reach(data.seller),
    customer: reach(data.buyer),
    invoice: {
      number: data.number,
      date: data.issued_printed,
      dueDate: data.due_printed,
      status: " ",
      locale: data.locale.replace("_", "-"),
      currency: data.currency,
      path,
    },
    items: data.items.map((item) => ({
      name: item.description,
      quantity: Number(item.quantity),
      price: Number(item.price),
      tax: Number(item.rate),
    })),
    note: { text: words["text.thanks"] || " ", italic: false },
  };
  const string = {
    invoice: words["title.invoice"],
    refNumber: words["label.number"],
    date: words["label.date"],
    dueDate: words["label.due"],
    status: " ",
    billTo: words["label.to"],
    item: words["column.description"],
    quantity: words["column.quantity"],
    price: words["column.price"],
    tax: words["column.rate"],
    total: words["column.amount"],
    subTotal: words["total.net"],
    discount: words["column.discount"],
    totalDiscount: words["total.discount"],
    totalTax: words["column.rate"],
    grandTotal: words["total.total"],
  };
  await new PDFInvoice(payload, { string }).create();
});
