import type { PlainDate } from '@kcn/kernel';
import { normalisedCode } from '../contracts/normalised-code';
import { createCodeFinder } from './code-finder';
import type { CodeFinder } from './code-finder';
import { createCreditBook } from './credit-book';
import type { CreditBook, CreditLot } from './credit-book';
import { createDebtBook } from './debt-book';
import type { Debt, DebtBook } from './debt-book';
import type { ContractFacts, LineDecision } from './facts';
import type {
  AdjustmentResult,
  Allocation,
  CollectionTask,
  Credit,
  LineResult,
  MatchRule,
  RefundResult,
  WriteOffResult,
} from './line-result';
import type { PaymentLine } from './payment-line';

/** A line while the fold still adds to it: credit is taken and lines are undone later. */
export interface OpenLine {
  readonly line: PaymentLine;
  readonly day: PlainDate;
  rule: MatchRule;
  readonly allocations: Allocation[];
  readonly credits: Credit[];
  readonly lots: CreditLot[];
  undoes: string | undefined;
  reversedBy: string | undefined;
}

/** Everything the fold knows at a point of its walk. */
export interface MatchingState {
  readonly contracts: ReadonlyMap<string, ContractFacts>;
  readonly contractCodes: CodeFinder<string>;
  readonly taxCodes: CodeFinder<string>;
  readonly decisions: ReadonlyMap<string, LineDecision>;
  readonly debts: DebtBook;
  readonly credits: CreditBook;
  /** Lines so far, findable by their references, account by account. */
  readonly linesByAccount: Map<string, { readonly refs: CodeFinder<OpenLine>; readonly byRef: Map<string, OpenLine> }>;
  readonly lines: OpenLine[];
  readonly adjustments: AdjustmentResult[];
  readonly writeOffs: WriteOffResult[];
  readonly refunds: RefundResult[];
  readonly tasks: CollectionTask[];
}

export function createMatchingState(contracts: Iterable<ContractFacts>, decisions: ReadonlyMap<string, LineDecision>): MatchingState {
  const byNo = new Map<string, ContractFacts>();
  const contractCodes = createCodeFinder<string>();
  const taxCodes = createCodeFinder<string>();
  for (const contract of contracts) {
    byNo.set(contract.contractNo, contract);
    contractCodes.add(normalisedCode(contract.contractNo), contract.contractNo);
    taxCodes.add(normalisedCode(contract.enterpriseTaxCode), contract.enterpriseTaxCode);
  }
  return {
    contracts: byNo,
    contractCodes,
    taxCodes,
    decisions,
    debts: createDebtBook((contractNo) => byNo.get(contractNo)),
    credits: createCreditBook(),
    linesByAccount: new Map(),
    lines: [],
    adjustments: [],
    writeOffs: [],
    refunds: [],
    tasks: [],
  };
}

const least = (a: bigint, b: bigint): bigint => (a < b ? a : b);

/** Gives a debt as much of the money as it can take; what is left comes back. */
export function payDirect(state: MatchingState, to: OpenLine, debt: Debt, money: bigint): bigint {
  const amount = least(money, debt.open);
  if (amount <= 0n) return money;
  state.debts.change(debt, to.day, -amount);
  to.allocations.push({ invoice: debt.code, amount, day: to.day, how: 'DIRECT' });
  return money - amount;
}

/** Pays the contract's open invoices, oldest first; what is left comes back. */
export function payOldest(state: MatchingState, to: OpenLine, contractNo: string, money: bigint): bigint {
  let rest = money;
  while (rest > 0n) {
    const debt = state.debts.findOldest(contractNo);
    if (!debt) break;
    rest = payDirect(state, to, debt, rest);
  }
  return rest;
}

/** Keeps money for the contract's next invoice. */
export function leaveCredit(state: MatchingState, from: OpenLine, contractNo: string, amount: bigint): void {
  if (amount <= 0n) return;
  const lot: CreditLot = { contractNo, rest: amount, taken: from.allocations };
  from.credits.push({ contractNo, amount });
  from.lots.push(lot);
  state.credits.add(lot);
}

/** A new invoice takes what stands to the contract's credit, oldest first. */
export function takeCredit(state: MatchingState, debt: Debt, day: PlainDate): void {
  while (debt.open > 0n) {
    const lot = state.credits.findOldest(debt.contractNo);
    if (!lot) return;
    const amount = least(lot.rest, debt.open);
    lot.rest -= amount;
    state.debts.change(debt, day, -amount);
    lot.taken.push({ invoice: debt.code, amount, day, how: 'CREDIT' });
  }
}

export const lineResult = ({ line, day, rule, allocations, credits, undoes, reversedBy }: OpenLine): LineResult => ({
  line,
  day,
  rule,
  allocations,
  credits,
  undoes,
  reversedBy,
});
