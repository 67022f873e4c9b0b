import { addDays, plainDate } from '@kcn/kernel';
import type { PlainDate } from '@kcn/kernel';
import { equals, fraction, multiply, percentFraction, roundHalfUp } from '@kcn/kernel/fraction';
import fc from 'fast-check';
import { createFeeBooks, monthText } from '../../spec-support/fee-books';
import type { FeeBooks } from '../../spec-support/fee-books';
import { booksThrough, feeHistories, newModel, sum, YEAR_END } from '../../spec-support/fee-history';
import type { Model } from '../../spec-support/fee-history';
import { interestSegments, sumInterest } from '../arrears/late-interest';
import { foldCollection } from '../collection/fold';
import type { KnownFacts } from '../collection/fold';
import { collectionReport } from '../report/collection-report';
import { isClosed, postingDay } from './accounting-periods';
import { DEFAULT_CHART } from './accounts';
import { entriesForDifference, postedMovements } from './difference';
import type { LedgerEntry } from './entry';
import { ledgerBalances } from './ledger-balances';
import { movementsOf } from './movements-of';
import { trialBalance } from './trial-balance';

/** What is posted, and that closed months stay as they were. */
function checkPosted(model: Model, books: FeeBooks): void {
  const entries = books.entries();
  const fresh = entries.slice(model.seenEntries);
  model.seenEntries = entries.length;
  for (const { postings, postedOn, effectiveOn } of fresh) {
    expect(sum(postings.map(({ amount }) => amount))).toBe(0n);
    expect(isClosed(books.periods(), postedOn)).toBe(false);
    expect(postedOn >= effectiveOn).toBe(true);
  }
  if (model.closed) expect(booksThrough(books, model.closed.month)).toEqual(model.closed.books);
}

/** That the ledger is the fold and both have all the money. */
function checkMoney(model: Model, books: FeeBooks): void {
  const entries = books.entries();
  const facts = books.facts();
  const folded = foldCollection(facts);
  expect(postedMovements(entries)).toEqual(movementsOf(folded));
  const { balances, invoices } = collectionReport(facts, [], YEAR_END);
  const held = ledgerBalances(entries, YEAR_END);
  for (const { contractNo, open, credit, balance } of balances) {
    expect(held.get(contractNo) ?? { open: 0n, credit: 0n, balance: 0n }).toMatchObject({ open, credit, balance });
    // No đồng pays twice, and no invoice is paid beyond what it is.
    expect([credit >= 0n, open >= 0n]).toEqual([true, true]);
  }
  const accounts = new Map(
    trialBalance(entries, DEFAULT_CHART, { from: plainDate('2026-01-01'), to: plainDate('2027-12-31') }).map((row) => [
      row.code,
      row.closing,
    ]),
  );
  const closing = (code: string): bigint => accounts.get(code) ?? 0n;
  // What was paid = what invoices and notes got + credit + what nobody has been found for; what went back is taken off.
  const notes = new Set(books.notes().map(({ code }) => code));
  const toNotes = sum(
    folded.lines.flatMap(({ allocations }) => allocations.filter(({ invoice }) => notes.has(invoice)).map(({ amount }) => amount)),
  );
  const paid = sum(invoices.map((invoice) => invoice.paid));
  expect([closing('112'), closing('111')]).toEqual([model.bank, model.cash]);
  expect(paid + sum(balances.map(({ credit }) => credit)) + toNotes - closing('3388')).toBe(model.bank + model.cash);
  // What was billed by hand = what is open + what was paid + what was given up.
  const writtenOff = sum(folded.writeOffs.map(({ amount }) => amount));
  expect(sum(model.billed.values())).toBe(sum(balances.map(({ open }) => open)) + paid + writtenOff);
  expect(closing('131')).toBe(sum(balances.map(({ open }) => open)));
  expect(closing('131UT')).toBe(-sum(balances.map(({ credit }) => credit)));
  expect(closing('642')).toBe(writtenOff);
  expect(closing('515')).toBe(-sum(books.notes().map(({ amount }) => amount)));
}

/** Đồng × days that are unpaid, day after day: what is open of an invoice after what was paid before (CIVIL) or through (BUDGET) a day. */
function slowInterest(books: FeeBooks, code: string, asOf: PlainDate) {
  const folded = foldCollection(books.facts());
  const invoice = books.invoices().find((one) => one.code === code);
  const terms = folded.facts.contracts.find(({ contractNo }) => contractNo === invoice?.contractNo);
  if (!invoice || !terms) throw new Error(`no invoice ${code}`);
  const lowered = [
    ...folded.lines.flatMap(({ allocations }) => allocations),
    ...folded.adjustments.flatMap(({ taken }) => taken),
    ...folded.adjustments.map(({ invoice: of, day, lowered: by, freed }) => ({ invoice: of, day, amount: by - freed })),
    ...folded.writeOffs,
  ].filter((change) => change.invoice === code);
  const isBudget = terms.lateRegime === 'BUDGET';
  let dongDays = 0n;
  for (let day = addDays(invoice.dueDate, 1); isBudget ? day < asOf : day <= asOf; day = addDays(day, 1))
    dongDays +=
      invoice.total - sum(lowered.filter((change) => (isBudget ? change.day <= day : change.day < day)).map(({ amount }) => amount));
  const yearly = percentFraction(terms.lateRatePercent === '' ? '10' : terms.lateRatePercent);
  const rate = isBudget ? percentFraction('0.03') : multiply(yearly, fraction(1n, 365n));
  const { dueDate, total } = invoice;
  const changes = (folded.changes.get(code) ?? []).filter(({ day }) => day <= asOf);
  return {
    slow: multiply(fraction(dongDays), rate),
    quick: sumInterest(interestSegments({ total, dueDate, changes }, terms, { asOf })),
  };
}

/** Interest is that of the principal over time, and never less on a later day: paying the principal takes none of it away. */
function checkInterest(books: FeeBooks): void {
  for (const { code } of books.invoices().slice(0, 5)) {
    let before = 0n;
    for (const asOf of ['2026-02-10', '2026-05-31', '2026-12-31'].map(plainDate)) {
      const { slow, quick } = slowInterest(books, code, asOf);
      expect(equals(slow, quick)).toBe(true);
      const shown = collectionReport(books.facts(), [], asOf).invoices.find(({ invoice }) => invoice.code === code)?.interest;
      if (shown !== undefined) expect(shown).toBe(roundHalfUp(slow));
      expect(roundHalfUp(slow) >= before).toBe(true);
      before = roundHalfUp(slow);
    }
  }
}

/** The same facts in another order, a few at a time, with months closed at other moments: the ledger comes to the same. */
function checkOtherOrder(books: FeeBooks, keys: Iterator<number>): void {
  const all = books.facts();
  const shuffled = <T>(items: readonly T[]): T[] =>
    items
      .map((item) => ({ item, key: keys.next().value as number }))
      .toSorted((a, b) => a.key - b.key)
      .map(({ item }) => item);
  const lists = {
    invoices: shuffled(all.invoices),
    lines: shuffled(all.lines),
    decisions: shuffled(all.decisions ?? []),
    notes: shuffled(all.notes ?? []),
    writeOffs: shuffled(all.writeOffs ?? []),
  };
  const entries: LedgerEntry[] = [];
  for (const part of [1, 2, 3]) {
    const some = <T>(items: readonly T[]): T[] => items.slice(0, Math.ceil((items.length * part) / 3));
    const facts: KnownFacts = {
      contracts: shuffled(all.contracts),
      invoices: some(lists.invoices),
      lines: some(lists.lines),
      decisions: some(lists.decisions),
      notes: some(lists.notes),
      writeOffs: some(lists.writeOffs),
    };
    const [before, after] = [postedMovements(entries), movementsOf(foldCollection(facts))];
    const closedThrough = part === 1 ? undefined : monthText(2 * part);
    entries.push(...entriesForDifference({ before, after, cause: '', postingDay: (day) => postingDay({ closedThrough }, day) }));
  }
  expect(postedMovements(entries)).toEqual(postedMovements(books.entries()));
}

test('whatever happens to a board, its books balance, keep its money and closed months, and forget no interest', () => {
  fc.assert(
    fc.property(feeHistories({ posted: checkPosted, money: checkMoney }), fc.infiniteStream(fc.nat()), (commands, keys) => {
      const [model, books] = [newModel(), createFeeBooks()];
      fc.modelRun(() => ({ model, real: books }), commands);
      checkMoney(model, books);
      checkInterest(books);
      checkOtherOrder(books, keys);
    }),
    // Stops by itself on a busy machine; what it ran till then counts.
    { numRuns: 250, interruptAfterTimeLimit: 12_000 },
  );
});
