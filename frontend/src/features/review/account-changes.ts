/** What a person may do to the accounts beside the invoice's own: each is one step of undo. */
import type { InvoiceData } from "@/lib/api/types";
import type { ReviewStore } from "./review-store";

export type BankAccount = InvoiceData["payment"]["accounts"][number];

const EMPTY_ACCOUNT: BankAccount = { iban: null, account: null, bic: null, name: null };

export interface AccountChanges {
  /** Returns the row of the new account. */
  add: () => number;
  remove: (index: number) => void;
  change: (index: number, name: keyof BankAccount, value: string | null) => void;
}

/** The functions stay the same, so that the rows need not render again. */
export function accountChanges(store: ReviewStore): AccountChanges {
  const payment = () => store.get().data.payment;
  const replace = (accounts: BankAccount[]) => {
    const { data } = store.get();
    store.dispatch({ type: "changed", data: { ...data, payment: { ...data.payment, accounts } } });
  };
  return {
    add: () => {
      const { accounts, iban, account, bic } = payment();
      // All accounts are in the list, the invoice's own as the first.
      const known = accounts.length > 0 ? accounts : [{ ...EMPTY_ACCOUNT, iban, account, bic }];
      replace([...known, EMPTY_ACCOUNT]);
      return known.length;
    },
    remove: (index) => replace(payment().accounts.toSpliced(index, 1)),
    change: (index, name, value) =>
      store.dispatch({ type: "typed", pointer: `/payment/accounts/${index}/${name}`, value }),
  };
}
