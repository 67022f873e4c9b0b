import type { PlainDate } from '@kcn/kernel';
import { foldCollection } from '../collection/fold';
import type { Folded, KnownFacts } from '../collection/fold';
import { paymentDay } from '../collection/payment-line';
import type { FeePlanLine } from '../plan/fee-plan-line';
import { ageingOf } from './ageing-table';
import type { AgeingRow } from './ageing-table';
import { contractBalances } from './contract-balances';
import type { ContractBalance } from './contract-balances';
import { invoicePositions } from './invoice-positions';
import type { InvoicePosition } from './invoice-positions';
import { collectedAgainstPlan } from './plan-collection';
import type { PlanRow } from './plan-collection';
import { totalsOf } from './totals';
import type { CollectionTotals } from './totals';

/** What is owed, what was paid and what came of the plan, as of a day with what is known now. */
export interface CollectionReport {
  readonly asOf: PlainDate;
  readonly folded: Folded;
  readonly invoices: readonly InvoicePosition[];
  readonly balances: readonly ContractBalance[];
  readonly ageing: readonly AgeingRow[];
  readonly plan: readonly PlanRow[];
  readonly totals: CollectionTotals;
}

/** The facts that take effect up to a day. A decision goes with its line. */
export function cutFacts(facts: KnownFacts, asOf: PlainDate): KnownFacts {
  return {
    ...facts,
    invoices: facts.invoices.filter(({ invoiceDate }) => invoiceDate <= asOf),
    lines: facts.lines.filter((line) => paymentDay(line) <= asOf),
    notes: (facts.notes ?? []).filter(({ noteDate }) => noteDate <= asOf),
    writeOffs: (facts.writeOffs ?? []).filter(({ day }) => day <= asOf),
    refunds: (facts.refunds ?? []).filter(({ day }) => day <= asOf),
  };
}

/**
 * Matching looks only back, so the fold of the facts up to a day is the whole fold cut at that day.
 * To see what was known at an instant, hand in only the facts recorded by then.
 */
export function collectionReport(facts: KnownFacts, plan: readonly FeePlanLine[], asOf: PlainDate): CollectionReport {
  const folded = foldCollection(cutFacts(facts, asOf));
  const invoices = invoicePositions(folded, asOf);
  const balances = contractBalances(folded, invoices);
  return {
    asOf,
    folded,
    invoices,
    balances,
    ageing: ageingOf(invoices),
    plan: collectedAgainstPlan(folded, plan),
    totals: totalsOf({ folded, invoices, balances, notYetIssued: facts.invoices.length - folded.facts.invoices.length }),
  };
}
