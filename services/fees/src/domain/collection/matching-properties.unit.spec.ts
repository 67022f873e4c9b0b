import { plainDate } from '@kcn/kernel';
import fc from 'fast-check';
import { contractFacts, invoiceOf, lineOf, worlds } from '../../spec-support/collection-world';
import { contractBalances } from '../report/contract-balances';
import { invoicePositions } from '../report/invoice-positions';
import { acceptLines } from './accept-lines';
import { foldCollection } from './fold';
import type { Folded } from './fold';
import { lineKey } from './payment-line';
import type { PaymentLine } from './payment-line';

const LAST_DAY = plainDate('2026-12-31');

const shown = ({ facts: _facts, ...result }: Folded): unknown => result;

describe('matching', () => {
  test('is a function of the set: files in any order, repeated lines and shuffled facts give the same', () => {
    fc.assert(
      fc.property(worlds, fc.infiniteStream(fc.nat()), fc.array(fc.nat(7), { maxLength: 4 }), (facts, random, again) => {
        const shuffle = <T>(items: readonly T[]): T[] =>
          items
            .map((item) => ({ item, key: random.next().value ?? 0 }))
            .sort((a, b) => a.key - b.key)
            .map(({ item }) => item);
        const stored = new Map<string, PaymentLine>();
        const sent = [...shuffle(facts.lines), ...again.flatMap((index) => facts.lines.slice(index, index + 1))];
        for (let at = 0; at < sent.length; at += 3) {
          const { added, refused } = acceptLines(sent.slice(at, at + 3), (key) => stored.get(key));
          expect(refused).toEqual([]);
          for (const line of added) stored.set(lineKey(line), line);
        }
        const other = foldCollection({
          ...facts,
          invoices: shuffle(facts.invoices),
          decisions: shuffle(facts.decisions ?? []),
          lines: [...stored.values()],
        });
        expect(shown(other)).toEqual(shown(foldCollection(facts)));
      }),
    );
  });

  test('keeps money: a line gives at most what it brought, nothing is overpaid, no credit is spent twice', () => {
    fc.assert(
      fc.property(worlds, (facts) => {
        const folded = foldCollection(facts);
        for (const { line, allocations, credits, rule } of folded.lines) {
          const given = [...allocations.filter(({ how }) => how !== 'CREDIT'), ...credits].reduce((sum, { amount }) => sum + amount, 0n);
          const left = line.amount - given;
          if (rule === 'UNMATCHED') expect(given).toBe(0n);
          else if (rule === 'DECISION') expect(left >= 0n).toBe(true);
          else if (rule !== 'REVERSAL') expect(left).toBe(0n);
          const spent = allocations.filter(({ how }) => how === 'CREDIT').reduce((sum, { amount }) => sum + amount, 0n);
          if (rule !== 'REVERSAL') expect(spent <= credits.reduce((sum, { amount }) => sum + amount, 0n)).toBe(true);
        }
        for (const { covered, amount } of folded.refunds) expect(covered >= 0n && covered <= amount).toBe(true);
        for (const { credit } of contractBalances(folded, invoicePositions(folded, LAST_DAY))) expect(credit >= 0n).toBe(true);
        const debts = [
          ...facts.invoices.map(({ code, total }) => ({ code, total })),
          ...(facts.notes ?? []).map(({ code, amount: total }) => ({ code, total })),
        ];
        for (const { code, total } of debts) {
          let open = total > 0n ? total : 0n;
          for (const { change } of folded.changes.get(code) ?? []) {
            open += change;
            expect(open >= 0n).toBe(true);
          }
        }
      }),
    );
  });

  test('looks only back: what comes later changes nothing of what was matched before', () => {
    fc.assert(
      fc.property(worlds, (facts) => {
        const cut = '2026-03-01';
        const before = foldCollection({ ...facts, lines: facts.lines.filter(({ bookedOn }) => bookedOn < cut) });
        const all = foldCollection(facts).lines.filter(({ day }) => day < cut);
        const direct = (lines: Folded['lines']): unknown =>
          lines.map(({ rule, allocations }) => ({ rule, direct: allocations.filter(({ day }) => day < cut) }));
        expect(direct(all)).toEqual(direct(before.lines));
      }),
    );
  });
});

describe('large sets', () => {
  /** Characters compared are hard to count; time is, loosely: linear work stays far below the bound of quadratic work. */
  const elapsed = (lines: number, invoices: number): number => {
    const contracts = Array.from({ length: invoices / 10 }, (_, n) => contractFacts(`LS-HT-${String(n).padStart(6, '0')}`));
    const issued = contracts.flatMap(({ contractNo }) =>
      Array.from({ length: 10 }, (_, n) => invoiceOf(contractNo, String(n + 1).padStart(2, '0'), 100n)),
    );
    const paid = Array.from({ length: lines }, (_, n) =>
      lineOf(
        `FT${String(n)}`,
        '11-01',
        100n,
        `Doanh nghiep mau thanh toan tien phi ha tang ${issued[(n * 7) % issued.length]?.code ?? ''}`,
      ),
    );
    const start = process.hrtime.bigint();
    const folded = foldCollection({ contracts, invoices: issued, lines: paid });
    expect(folded.lines.every(({ rule }) => rule === 'INVOICE_CODE')).toBe(true);
    return Number(process.hrtime.bigint() - start);
  };

  test('eight times the lines and codes take far less than sixty-four times as long', () => {
    elapsed(1_000, 1_000);
    const [small, large] = [Math.min(elapsed(2_000, 4_000), elapsed(2_000, 4_000)), elapsed(16_000, 32_000)];
    expect(large / small).toBeLessThan(32);
  });
});
