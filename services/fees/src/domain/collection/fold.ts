import type { PlainDate } from '@kcn/kernel';
import { createCodeFinder } from './code-finder';
import type { DebtChange } from './debt-book';
import type { ContractFacts, InterestNote, IssuedInvoice, LineDecision, Refund, WriteOff } from './facts';
import { adjustDown, writeOff } from './lower-debt';
import type { AdjustmentResult, CollectionTask, LineResult, RefundResult, WriteOffResult } from './line-result';
import { matchLine } from './match-line';
import { payBack } from './pay-back';
import { createMatchingState, lineResult, takeCredit } from './matching-state';
import type { MatchingState } from './matching-state';
import { compareLines, compareTexts, lineKey, paymentDay } from './payment-line';
import type { PaymentLine } from './payment-line';

/** Everything known that matching depends on; the order within each list is free. */
export interface KnownFacts {
  readonly contracts: readonly ContractFacts[];
  readonly invoices: readonly IssuedInvoice[];
  readonly lines: readonly PaymentLine[];
  readonly decisions?: readonly LineDecision[];
  readonly notes?: readonly InterestNote[];
  readonly writeOffs?: readonly WriteOff[];
  readonly refunds?: readonly Refund[];
}

/** What all the lines did. */
export interface Folded {
  readonly facts: KnownFacts;
  /** By day, account and reference. */
  readonly lines: readonly LineResult[];
  readonly adjustments: readonly AdjustmentResult[];
  readonly writeOffs: readonly WriteOffResult[];
  readonly refunds: readonly RefundResult[];
  /** Changes of what is open, code by code, in the order of days. */
  readonly changes: ReadonlyMap<string, readonly DebtChange[]>;
  readonly tasks: readonly CollectionTask[];
}

type Step = { readonly day: PlainDate; readonly take: (state: MatchingState) => void };

/** Invoices of one day by contract and period. */
export const compareInvoices = (a: IssuedInvoice, b: IssuedInvoice): number =>
  compareTexts(a.invoiceDate, b.invoiceDate) ||
  compareTexts(a.contractNo, b.contractNo) ||
  compareTexts(a.period, b.period) ||
  compareTexts(a.code, b.code);

/** The decision that counts for each line: the latest recorded. */
function latestDecisions(decisions: readonly LineDecision[]): Map<string, LineDecision> {
  const latest = new Map<string, LineDecision>();
  for (const decision of decisions) {
    const known = latest.get(lineKey(decision));
    if (!known || known.sequence < decision.sequence) latest.set(lineKey(decision), decision);
  }
  return latest;
}

function addInvoice(state: MatchingState, invoice: IssuedInvoice): void {
  if (invoice.total < 0n) {
    adjustDown(state, invoice);
    return;
  }
  const debt = state.debts.add(invoice.code, invoice.contractNo, invoice.total, { isNote: false });
  takeCredit(state, debt, invoice.invoiceDate);
}

/** On one day invoices come first, then notes, then lines, then what is written off, then what is paid back. */
function stepsOf({ invoices, notes = [], lines, writeOffs = [], refunds = [] }: KnownFacts): readonly (readonly Step[])[] {
  return [
    invoices.toSorted(compareInvoices).map((invoice) => ({
      day: invoice.invoiceDate,
      take: (state) => {
        addInvoice(state, invoice);
      },
    })),
    notes
      .toSorted((a, b) => compareTexts(a.noteDate, b.noteDate) || compareTexts(a.code, b.code))
      .map((note) => ({
        day: note.noteDate,
        take: (state) => {
          state.debts.add(note.code, note.contractNo, note.amount, { isNote: true });
        },
      })),
    lines.toSorted(compareLines).map((line) => ({
      day: paymentDay(line),
      take: (state) => {
        matchLine(state, line);
      },
    })),
    writeOffs
      .toSorted((a, b) => compareTexts(a.day, b.day) || compareTexts(a.id, b.id))
      .map((given) => ({
        day: given.day,
        take: (state) => {
          writeOff(state, given);
        },
      })),
    refunds
      .toSorted((a, b) => compareTexts(a.day, b.day) || compareTexts(a.id, b.id))
      .map((refund) => ({
        day: refund.day,
        take: (state) => {
          payBack(state, refund);
        },
      })),
  ];
}

/** Takes the lists' steps day by day, the earlier list first on one day. */
function walk(lists: readonly (readonly Step[])[], state: MatchingState): void {
  const next = lists.map(() => 0);
  for (;;) {
    let earliest: { readonly step: Step; readonly list: number } | undefined;
    for (const [list, steps] of lists.entries()) {
      const step = steps[next[list] ?? 0];
      if (step && (!earliest || step.day < earliest.step.day)) earliest = { step, list };
    }
    if (!earliest) return;
    earliest.step.take(state);
    next[earliest.list] = (next[earliest.list] ?? 0) + 1;
  }
}

/**
 * Matches everything known. A function of the set alone: the order in which files came, or lines within them, changes
 * nothing. Linear in lines and invoices, but for sorting.
 */
export function foldCollection(facts: KnownFacts): Folded {
  const state = createMatchingState(facts.contracts, latestDecisions(facts.decisions ?? []));
  for (const { account } of facts.lines)
    if (!state.linesByAccount.has(account)) state.linesByAccount.set(account, { refs: createCodeFinder(), byRef: new Map() });
  walk(stepsOf(facts), state);
  const changes = new Map<string, DebtChange[]>();
  for (const change of state.debts.changes) {
    const known = changes.get(change.code);
    if (known) known.push(change);
    else changes.set(change.code, [change]);
  }
  const { adjustments, writeOffs, refunds, tasks } = state;
  return { facts, lines: state.lines.map(lineResult), adjustments, writeOffs, refunds, changes, tasks };
}
