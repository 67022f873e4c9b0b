import { plainDate } from '@kcn/kernel';
import fc from 'fast-check';
import { add, equals, roundHalfUp } from '@kcn/kernel/fraction';
import { ageingBucket } from './ageing';
import { agreementState, checkAgreement } from './instalment-agreement';
import { findDemand } from './interest-note';
import { interestSegments, lastInterestDay, sumInterest } from './late-interest';
import type { InterestTerms, Principal } from './late-interest';
import { limitationDate, provisionFor } from './limitation';
import { dueReminders } from './reminder-ladder';

const d = plainDate;
const CIVIL: InterestTerms = { lateRegime: 'CIVIL', lateRatePercent: '' };
const BUDGET: InterestTerms = { lateRegime: 'BUDGET', lateRatePercent: '' };
const rounded = (principal: Principal, terms: InterestTerms, asOf: string): bigint =>
  roundHalfUp(sumInterest(interestSegments(principal, terms, { asOf: d(asOf) })));

describe('late interest', () => {
  const debt: Principal = { total: 125_400_000n, dueDate: d('2026-09-30'), changes: [{ day: d('2026-11-15'), change: -125_400_000n }] };

  test('the handbook: 45 days to the budget, 46 days at 10 % a year, whether asked on the payment day or later', () => {
    for (const asOf of ['2026-11-15', '2026-12-31']) {
      expect(rounded(debt, BUDGET, asOf)).toBe(1_692_900n);
      expect(rounded(debt, CIVIL, asOf)).toBe(1_580_384n);
    }
    expect(rounded(debt, { lateRegime: 'NONE', lateRatePercent: '10' }, '2026-12-31')).toBe(0n);
    expect(rounded(debt, CIVIL, '2026-09-30')).toBe(0n);
  });

  test('a reversal counts like a negative payment of its day', () => {
    // 1 000 000 at 36.5 % = 1 000 a day: 1–5 Jan unpaid (5 days), paid on the 5th, undone on the 10th, so from the 11th again.
    const changes = [
      { day: d('2026-01-05'), change: -1_000_000n },
      { day: d('2026-01-10'), change: 1_000_000n },
    ];
    const terms: InterestTerms = { lateRegime: 'CIVIL', lateRatePercent: '36.5' };
    expect(rounded({ total: 1_000_000n, dueDate: d('2025-12-31'), changes }, terms, '2026-01-12')).toBe(7_000n);
  });

  test('over a range it is the sum over its parts, before rounding', () => {
    const dates = fc.integer({ min: 0, max: 200 }).map((n) => d(new Date(Date.UTC(2026, 0, 1 + n)).toISOString().slice(0, 10)));
    const changes = fc
      .array(fc.record({ day: dates, change: fc.bigInt({ min: -1_000n, max: 1_000n }) }))
      .map((list) => list.sort((a, b) => (a.day < b.day ? -1 : 1)));
    fc.assert(
      fc.property(changes, dates, dates, fc.constantFrom(CIVIL, BUDGET), (given, one, two, terms) => {
        const [middle, end] = one < two ? [one, two] : [two, one];
        const principal: Principal = { total: 10_000n, dueDate: d('2026-02-01'), changes: given };
        const first = sumInterest(interestSegments(principal, terms, { asOf: middle }));
        const next = d(new Date(Date.parse(lastInterestDay(terms.lateRegime, middle)) + 86_400_000).toISOString().slice(0, 10));
        const second = sumInterest(interestSegments(principal, terms, { from: next, asOf: end }));
        expect(equals(add(first, second), sumInterest(interestSegments(principal, terms, { asOf: end })))).toBe(true);
      }),
    );
  });

  test('a demand takes only what was not demanded before', () => {
    const base = {
      invoice: 'C-1-2026-09',
      contractNo: 'C-1',
      principal: { ...debt, changes: [] },
      terms: BUDGET,
      dueDate: d('2026-12-31'),
    };
    const first = findDemand({ ...base, earlier: [], noteDate: d('2026-11-15') });
    expect(first?.note).toMatchObject({ code: 'C-1-2026-09-L1', amount: 1_692_900n, from: '2026-10-01', to: '2026-11-14' });
    const earlier = first ? [first.note] : [];
    expect(findDemand({ ...base, earlier, noteDate: d('2026-11-15') })).toBeUndefined();
    expect(findDemand({ ...base, earlier, noteDate: d('2026-11-25') })?.note).toMatchObject({
      code: 'C-1-2026-09-L2',
      amount: 376_200n,
      from: '2026-11-15',
    });
  });
});

describe('age', () => {
  test.each([
    ['2026-01-31', 'not due'],
    ['2026-02-01', '1-30'],
    ['2026-03-02', '1-30'],
    ['2026-03-03', '31-60'],
    ['2026-04-02', '61-90'],
    ['2026-05-02', '91-180'],
    ['2026-07-31', '181-365'],
    ['2027-01-31', '181-365'],
    ['2027-02-01', 'over 365'],
  ])('on %s what fell due on 31 January is %s', (day, bucket) => {
    expect(ageingBucket(d('2026-01-31'), d(day))).toBe(bucket);
  });

  test('limitation and provision', () => {
    expect(limitationDate(d('2024-02-29'))).toBe('2027-02-28');
    expect(limitationDate(d('2024-02-29'), d('2025-01-10'))).toBe('2028-01-10');
    const on = (day: string): bigint => provisionFor(1_005n, d('2024-08-31'), d(day));
    expect(['2025-02-27', '2025-02-28', '2025-08-31', '2026-08-31', '2027-08-31'].map(on)).toEqual([0n, 302n, 503n, 704n, 1_005n]);
  });
});

describe('reminding', () => {
  const open = { open: 1n, lastStep: undefined, isHeld: false };
  test('one letter for all that is overdue, its step the highest that is due, once', () => {
    const old = { ...open, invoice: 'A', dueDate: d('2026-01-01') };
    const young = { ...open, invoice: 'B', dueDate: d('2026-01-25') };
    const soon = { ...open, invoice: 'C', dueDate: d('2026-02-10') };
    const { overdue, upcoming } = dueReminders([young, old, soon], d('2026-02-01'));
    expect([overdue?.step.name, overdue?.invoices.map(({ invoice }) => invoice)]).toEqual(['LETTER_2', ['A', 'B']]);
    expect([upcoming?.step.name, upcoming?.invoices.map(({ invoice }) => invoice)]).toEqual(['NOTICE', ['C']]);
    expect(dueReminders([{ ...old, lastStep: 'LETTER_2' }], d('2026-02-01')).overdue).toBeUndefined();
    expect(dueReminders([{ ...old, isHeld: true }], d('2026-02-01')).overdue).toBeUndefined();
    expect(dueReminders([{ ...old, lastStep: 'LETTER_2' }, young], d('2026-02-01')).overdue?.step.name).toBe('FRIENDLY');
  });

  test('an agreement is kept until an instalment is missed', () => {
    const agreement = {
      agreementNo: 'TT-1',
      signedOn: d('2026-01-01'),
      invoices: ['A'],
      instalments: [
        { day: d('2026-02-01'), amount: 60n },
        { day: d('2026-03-01'), amount: 40n },
      ],
    };
    expect(() => {
      checkAgreement(agreement, 101n);
    }).toThrow();
    checkAgreement(agreement, 100n);
    const paid = (amount: bigint): { invoice: string; day: ReturnType<typeof d>; amount: bigint }[] => [
      { invoice: 'A', day: d('2026-02-01'), amount },
    ];
    expect(agreementState(agreement, [], d('2026-02-01')).state).toBe('KEPT');
    expect(agreementState(agreement, paid(59n), d('2026-02-02')).state).toBe('BROKEN');
    expect(agreementState(agreement, paid(60n), d('2026-02-02')).state).toBe('KEPT');
    expect(agreementState(agreement, paid(100n), d('2026-02-02')).state).toBe('FULFILLED');
  });
});
