import { addDays, plainDate } from '@kcn/kernel';
import fc from 'fast-check';
import { dueLetters } from './letter';
import type { DebtorInvoice, ReminderLetter } from './letter';
import { DEFAULT_LADDER } from './reminder-ladder';

const FIRST = plainDate('2026-01-01');
const invoices: fc.Arbitrary<DebtorInvoice[]> = fc
  .array(fc.record({ due: fc.integer({ min: 0, max: 60 }), isHeld: fc.boolean() }), { maxLength: 5 })
  .map((list) =>
    list.map(({ due, isHeld }, index) => ({
      ...{ invoice: `I-${String(index)}`, contractNo: 'C-1', open: 100n, interest: 0n, isHeld },
      dueDate: addDays(FIRST, due),
    })),
  );
const placeOf = (step: string): number => DEFAULT_LADDER.findIndex(({ name }) => name === step);

test('on whatever days it is run, a debtor has one letter a day and subject, each with a step that one of its invoices has not had', () => {
  fc.assert(
    fc.property(invoices, fc.array(fc.integer({ min: 0, max: 170 }), { maxLength: 30 }), (owed, offsets) => {
      const given: ReminderLetter[] = [];
      for (const day of offsets.toSorted((a, b) => a - b).map((offset) => addDays(FIRST, offset))) {
        const had = new Map(given.flatMap((letter) => letter.invoices.map(({ invoice, step }) => [invoice, placeOf(step)] as const)));
        const letters = dueLetters('1', { invoices: owed, day, earlier: given });
        for (const { about, step, invoices: listed } of letters) {
          expect(given.some((earlier) => earlier.day === day && earlier.about === about)).toBe(false);
          expect(listed.some((one) => one.step === step && placeOf(step) > (had.get(one.invoice) ?? -1))).toBe(true);
          // All that is overdue, or all that falls due soon, and nothing that is held back.
          const due = owed.filter(({ isHeld, dueDate }) => !isHeld && (about === 'OVERDUE') === dueDate < day);
          if (about === 'OVERDUE') expect(listed).toHaveLength(due.length);
          expect(listed.every(({ invoice }) => due.some((one) => one.invoice === invoice))).toBe(true);
        }
        given.push(...letters);
        expect(dueLetters('1', { invoices: owed, day, earlier: given })).toEqual([]);
      }
    }),
  );
});

test('run every day, each step of the ladder is given once, on its own day', () => {
  const dueDate = plainDate('2026-02-10');
  const given: ReminderLetter[] = [];
  for (let day = FIRST; day < '2026-12-31'; day = addDays(day, 1)) {
    const one = { invoice: 'I', contractNo: 'C', dueDate, open: 1n, interest: 0n, isHeld: false };
    given.push(...dueLetters('1', { invoices: [one], day, earlier: given }));
  }
  expect(given.map(({ day, step, about, tellsBoard }) => [step, day, about, tellsBoard])).toEqual([
    ['NOTICE', '2026-01-31', 'UPCOMING', false],
    ['DUE', '2026-02-10', 'UPCOMING', false],
    ['FRIENDLY', '2026-02-15', 'OVERDUE', false],
    ['LETTER_1', '2026-02-25', 'OVERDUE', false],
    ['LETTER_2', '2026-03-12', 'OVERDUE', false],
    ['LETTER_3', '2026-04-11', 'OVERDUE', true],
    ['MEETING', '2026-05-11', 'OVERDUE', true],
  ]);
});

test('an invoice that comes up on the day of a letter waits for the next day', () => {
  const owed = (invoice: string, dueDate: string): DebtorInvoice => ({
    ...{ invoice, contractNo: 'C', dueDate: plainDate(dueDate), open: 1n, interest: 0n, isHeld: false },
  });
  const day = plainDate('2026-03-01');
  const earlier = dueLetters('1', { invoices: [owed('A', '2026-02-20')], day, earlier: [] });
  expect(earlier).toMatchObject([{ step: 'FRIENDLY' }]);
  const invoices = [owed('A', '2026-02-20'), owed('B', '2026-01-10')];
  expect(dueLetters('1', { invoices, day, earlier })).toEqual([]);
  expect(dueLetters('1', { invoices, day: addDays(day, 1), earlier })).toMatchObject([
    { step: 'LETTER_2', invoices: [{ invoice: 'B' }, { invoice: 'A' }] },
  ]);
});
