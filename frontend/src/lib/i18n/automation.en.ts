/** The words of automatic confirmation in English. */
export const automation = {
  title: "Automation",
  hint: "Off, every invoice is confirmed by a person. On, those that look as the seller's earlier ones did are confirmed automatically: every required value sure, nothing found, account known, amount usual, no duplicate.",
  forAdmins: "Only administrators decide about automatic confirmation.",
  enabled: "Confirm automatically",
  off: "Off: nothing is confirmed automatically.",
  on: "On: this switch ends it everywhere at once.",
  after:
    "After so many invoices in a row confirmed by a person unchanged, of the same seller to the same own company",
  share: "Share that goes to a person all the same, in per cent",
  least: "Least confidence, in per cent",
  sellers: { label: "Sellers", all: "All but those switched off", chosen: "Only those switched on" },
  companies: { label: "Own companies", all: "All", some: "Only these" },
  save: "Save",
  saved: "Saved.",
  decided: (name: string, when: string) => `Decided by ${name}, ${when}`,
  switches: {
    title: "Sellers switched by themselves",
    none: "All follow the settings.",
    find: "Find a seller",
    on: "On",
    off: "Off",
    follow: "As the settings",
    of: (name: string) => `Automatic confirmation of ${name}`,
    done: (name: string) => `${name} is switched.`,
    more: "Show more",
  },
  confirmed: "Confirmed automatically: no person has looked at it.",
  confirmedShort: "Confirmed automatically",
  ofThem: (n: number, count: string) =>
    n === 1 ? "1 was confirmed automatically." : `${count} were confirmed automatically.`,
  blockers: (n: number, count: string) =>
    n === 1 ? "Not confirmed automatically: 1 reason" : `Not confirmed automatically: ${count} reasons`,
};
