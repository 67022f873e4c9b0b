import { plainDate } from '@kcn/kernel';
import fc from 'fast-check';
import { day, worlds } from '../../spec-support/collection-world';
import { sampleFacts } from '../../spec-support/sample-collection';
import { foldCollection } from '../collection/fold';
import type { KnownFacts } from '../collection/fold';
import { collectionReport } from '../report/collection-report';
import { closePeriod, isClosed, postingDay, reopenPeriod } from './accounting-periods';
import type { AccountingPeriods } from './accounting-periods';
import { DEFAULT_CHART } from './accounts';
import { entriesForDifference, postedMovements } from './difference';
import type { LedgerEntry } from './entry';
import { ledgerBalances } from './ledger-balances';
import { movementsOf } from './movements-of';
import { trialBalance } from './trial-balance';

/** The ledger after a board has learnt one state of facts after the other, closing a month in between. */
function ledgerOf(history: readonly KnownFacts[]): { readonly entries: LedgerEntry[]; readonly periods: AccountingPeriods } {
  const entries: LedgerEntry[] = [];
  let periods: AccountingPeriods = { closedThrough: undefined };
  for (const [n, facts] of history.entries()) {
    const posted = entriesForDifference({
      before: postedMovements(entries),
      after: movementsOf(foldCollection(facts)),
      cause: `import:${String(n)}`,
      postingDay: (effectiveOn) => postingDay(periods, effectiveOn),
    });
    for (const entry of posted) expect(isClosed(periods, entry.postedOn)).toBe(false);
    entries.push(...posted);
    periods = { closedThrough: `2026-0${String(n + 1)}` };
  }
  return { entries, periods };
}

/** Facts as they become known: some invoices and lines first, decisions later, and in the end some decision and line less. */
const histories = fc
  .tuple(worlds, fc.nat(8), fc.nat(8))
  .map(([facts, some, few]) => [
    { ...facts, lines: facts.lines.slice(0, some), decisions: [], writeOffs: [] },
    { ...facts, lines: facts.lines.slice(0, some) },
    facts,
    { ...facts, decisions: (facts.decisions ?? []).slice(0, few), writeOffs: [] },
  ]);

describe('the ledger', () => {
  test('holds the last fold whatever the history, balanced, and reconciles with the report of any day', () => {
    fc.assert(
      fc.property(histories, fc.constantFrom('01-31', '03-01', '12-31'), (history, on) => {
        const { entries } = ledgerOf(history);
        const last = history.at(-1);
        if (!last) return;
        expect(postedMovements(entries)).toEqual(movementsOf(foldCollection(last)));
        for (const { postings } of entries) expect(postings.reduce((sum, { amount }) => sum + amount, 0n)).toBe(0n);

        const held = ledgerBalances(entries, day(on));
        for (const row of collectionReport(last, [], day(on)).balances) {
          expect(row.invoiced - row.allocated - row.writtenOff - row.credit).toBe(row.balance);
          const { open, credit, balance } = held.get(row.contractNo) ?? { open: 0n, credit: 0n, balance: 0n };
          expect({ open, credit, balance }).toEqual({ open: row.open, credit: row.credit, balance: row.balance });
        }

        const rows = trialBalance(entries, DEFAULT_CHART, { from: day('02-01'), to: day('12-31') });
        const total = (of: 'opening' | 'closing'): bigint => rows.reduce((sum, row) => sum + row[of], 0n);
        expect([total('opening'), total('closing')]).toEqual([0n, 0n]);
        expect(rows.reduce((sum, { debit, credit }) => sum + debit - credit, 0n)).toBe(0n);
      }),
    );
  });

  test('knowing the same again posts nothing', () => {
    fc.assert(
      fc.property(worlds, (facts) => {
        const { entries } = ledgerOf([facts, facts]);
        expect(entries.every(({ cause }) => cause === 'import:0')).toBe(true);
      }),
    );
  });

  test('of the sample: receivables, credit and unidentified money are those of the totals', () => {
    const { entries } = ledgerOf([sampleFacts()]);
    const rows = new Map(
      trialBalance(entries, DEFAULT_CHART, { from: plainDate('2025-01-01'), to: plainDate('2026-09-30') }).map((row) => [
        row.account,
        row.closing,
      ]),
    );
    // open, credit, unmatched, net and VAT of expected.json; the bank holds matched + reversed + unmatched.
    expect(rows.get('RECEIVABLE')).toBe(4_408_188_109n);
    expect(rows.get('CUSTOMER_CREDIT')).toBe(-5_000_000n);
    expect(rows.get('SUSPENSE')).toBe(-599_615_777n);
    expect(rows.get('REVENUE')).toBe(-37_936_215_394n);
    expect(rows.get('VAT')).toBe(-3_454_327_766n);
    expect(rows.get('BANK')).toBe(37_067_230_636n - 79_875_585n + 599_615_777n);
  });
});

describe('accounting periods', () => {
  const act = { month: '2026-03', today: plainDate('2026-04-05'), requestedBy: 'an', approvedBy: 'binh', unfinished: [] };
  const closed = { closedThrough: '2026-02' };

  test('are closed in order, when over and finished, by two people', () => {
    expect(closePeriod(closed, act)).toEqual({ closedThrough: '2026-03' });
    const refusal = (given: Partial<typeof act> & { unfinished?: string[] }): string => {
      try {
        closePeriod(closed, { ...act, ...given });
        return '';
      } catch (error) {
        return (error as { code: string }).code;
      }
    };
    expect([
      refusal({ approvedBy: 'an' }),
      refusal({ month: '2026-04' }),
      refusal({ today: plainDate('2026-03-31') }),
      refusal({ unfinished: ['LS-HT'] as never[] }),
    ]).toEqual(['second_person_needed', 'period_not_next', 'period_not_over', 'period_unfinished']);
  });

  test('are opened again from the last, by the head', () => {
    expect(reopenPeriod({ closedThrough: '2026-01' }, { month: '2026-01', isHead: true })).toEqual({ closedThrough: '2025-12' });
    expect(() => reopenPeriod(closed, { month: '2026-02', isHead: false })).toThrow('head');
    expect(() => reopenPeriod(closed, { month: '2026-01', isHead: true })).toThrow('closed last');
  });

  test('what takes effect in a closed month is posted on the first open day', () => {
    expect(postingDay({ closedThrough: '2026-12' }, plainDate('2026-05-05'))).toBe('2027-01-01');
    expect(postingDay(closed, plainDate('2026-03-05'))).toBe('2026-03-05');
    expect(postingDay(closed, plainDate('2026-02-28'))).toBe('2026-03-01');
  });
});
