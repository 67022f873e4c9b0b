import type { PlainDate } from '@kcn/kernel';
import { createCodeFinder } from './code-finder';
import type { CodeFinder } from './code-finder';
import type { ContractFacts } from './facts';
import { createOldestFirst } from './oldest-first';
import type { OldestFirst } from './oldest-first';
import { normalisedCode } from '../contracts/normalised-code';

/** What is owed under one code: an invoice, or interest that was demanded. */
export interface Debt {
  readonly code: string;
  readonly contractNo: string;
  readonly taxCode: string;
  /** A note of interest is paid only by its own code and is no part of what a contract has open. */
  readonly isNote: boolean;
  /** Its place among the contract's invoices, by age. */
  readonly place: number;
  open: bigint;
}

/** A change of what is open of a debt, on its day: below zero for a payment. */
export interface DebtChange {
  readonly code: string;
  readonly day: PlainDate;
  readonly change: bigint;
}

/** The debts in force so far, as the fold walks through the days. */
export interface DebtBook {
  readonly codes: CodeFinder<Debt>;
  add: (code: string, contractNo: string, amount: bigint, options: { readonly isNote: boolean }) => Debt;
  find: (code: string) => Debt | undefined;
  /** The contract's oldest open invoice. */
  findOldest: (contractNo: string) => Debt | undefined;
  /** The payer's only open invoice of exactly this balance; undefined when there is none or more than one. */
  findOnly: (taxCode: string, balance: bigint) => Debt | undefined;
  /** Raises (above zero) or lowers what is open. */
  change: (debt: Debt, day: PlainDate, by: bigint) => void;
  /** Every change after a debt came up, in the order in which it happened. */
  readonly changes: readonly DebtChange[];
}

export function createDebtBook(findContract: (contractNo: string) => ContractFacts | undefined): DebtBook {
  const codes = createCodeFinder<Debt>();
  const byCode = new Map<string, Debt>();
  const byContract = new Map<string, { readonly invoices: Debt[]; readonly open: OldestFirst }>();
  const byBalance = new Map<string, Set<Debt>>();
  const changes: DebtChange[] = [];

  const balanceKey = (taxCode: string, balance: bigint): string => `${taxCode}/${String(balance)}`;

  const listBalance = (debt: Debt): void => {
    if (debt.isNote || debt.open <= 0n || debt.taxCode === '') return;
    const key = balanceKey(debt.taxCode, debt.open);
    const listed = byBalance.get(key);
    if (listed) listed.add(debt);
    else byBalance.set(key, new Set([debt]));
  };

  const unlistBalance = (debt: Debt): void => {
    const key = balanceKey(debt.taxCode, debt.open);
    const listed = byBalance.get(key);
    if (!listed?.delete(debt)) return;
    if (listed.size === 0) byBalance.delete(key);
  };

  const ofContract = (contractNo: string): { readonly invoices: Debt[]; readonly open: OldestFirst } => {
    const known = byContract.get(contractNo);
    if (known) return known;
    const fresh = { invoices: [], open: createOldestFirst() };
    byContract.set(contractNo, fresh);
    return fresh;
  };

  return {
    codes,
    changes,
    add: (code, contractNo, amount, { isNote }) => {
      const contract = ofContract(contractNo);
      const taxCode = findContract(contractNo)?.enterpriseTaxCode ?? '';
      const debt: Debt = { code, contractNo, taxCode, isNote, place: contract.invoices.length, open: amount };
      byCode.set(code, debt);
      codes.add(normalisedCode(code), debt);
      if (!isNote) {
        contract.invoices.push(debt);
        if (amount > 0n) contract.open.push(debt.place);
        listBalance(debt);
      }
      return debt;
    },
    find: (code) => byCode.get(code),
    findOldest: (contractNo) => {
      const contract = byContract.get(contractNo);
      if (!contract) return undefined;
      for (let place = contract.open.peek(); place !== undefined; place = contract.open.peek()) {
        const debt = contract.invoices[place];
        if (debt && debt.open > 0n) return debt;
        contract.open.pop();
      }
      return undefined;
    },
    findOnly: (taxCode, balance) => {
      const listed = byBalance.get(balanceKey(taxCode, balance));
      return listed?.size === 1 ? [...listed][0] : undefined;
    },
    change: (debt, day, by) => {
      if (by === 0n) return;
      unlistBalance(debt);
      const wasOpen = debt.open > 0n;
      debt.open += by;
      listBalance(debt);
      if (!debt.isNote && !wasOpen && debt.open > 0n) ofContract(debt.contractNo).open.push(debt.place);
      changes.push({ code: debt.code, day, change: by });
    },
  };
}
