import { addDays, plainDate } from '@kcn/kernel';
import type { PlainDate } from '@kcn/kernel';
import fc from 'fast-check';
import { lineKey } from '../domain/collection/payment-line';
import type { PaymentLine } from '../domain/collection/payment-line';
import { closePeriod, reopenPeriod } from '../domain/ledger/accounting-periods';
import { DEFAULT_CHART } from '../domain/ledger/accounts';
import { trialBalance } from '../domain/ledger/trial-balance';
import { BOOK_CONTRACTS, MONTH_NET, monthText, withVat } from './fee-books';
import type { FeeBooks } from './fee-books';

/** What a history should come to, reckoned beside the code: by hand prices, by the lines that were sent, by what was closed. */
export interface Model {
  /** Per cent taken off, by contract and month. */
  readonly exempted: Map<string, number>;
  /** What was billed with adjustments, by invoice. */
  readonly billed: Map<string, bigint>;
  readonly lines: Map<string, PaymentLine>;
  bank: bigint;
  cash: bigint;
  /** The books of everything up to the last closed month, as they were when it was closed. */
  closed: { readonly month: number; readonly books: unknown } | undefined;
  seenEntries: number;
  decisions: number;
  acts: number;
}

export const YEAR_END = plainDate('2026-12-31');
export const sum = (amounts: Iterable<bigint>): bigint => [...amounts].reduce((all, amount) => all + amount, 0n);
const codeOf = (contractNo: string, month: number): string => `${contractNo}-${monthText(month)}`;
const shouldBe = (model: Model, code: string): bigint => withVat((MONTH_NET * BigInt(100 - (model.exempted.get(code) ?? 0))) / 100n);
export const booksThrough = (books: FeeBooks, month: number): unknown =>
  trialBalance(books.entries(), DEFAULT_CHART, { from: plainDate('2026-01-01'), to: addDays(plainDate(`${monthText(month + 1)}-01`), -1) });

export const newModel = (): Model => ({
  exempted: new Map(),
  billed: new Map(),
  lines: new Map(),
  bank: 0n,
  cash: 0n,
  closed: undefined,
  seenEntries: 0,
  decisions: 0,
  acts: 0,
});

export interface HistoryChecks {
  /** After each act. */
  readonly posted: (model: Model, books: FeeBooks) => void;
  /** After a few. */
  readonly money: (model: Model, books: FeeBooks) => void;
}

/** Something that people or banks do, on the board and on the model. */
type Act = { readonly name: string; readonly run: (model: Model, books: FeeBooks) => void };
const act = (name: string, run: Act['run']): Act => ({ name, run });

function receive(model: Model, books: FeeBooks, sent: readonly PaymentLine[]): void {
  const fresh = [...new Set(sent)].filter((line) => !model.lines.has(lineKey(line)));
  for (const line of fresh) {
    model.lines.set(lineKey(line), line);
    if (line.account === '1001') model.bank += line.amount;
    else model.cash += line.amount;
  }
  expect(books.receive(sent)).toBe(fresh.length);
}

const contractNos = fc.constantFrom(...BOOK_CONTRACTS.map(({ contractNo }) => contractNo));
const months = fc.integer({ min: 1, max: 6 });
const days = fc.integer({ min: 0, max: 300 }).map((n) => addDays(plainDate('2026-01-01'), n));
const amounts = fc.oneof(fc.constantFrom(110_000n, 55_000n, 220_000n, 82_500n), fc.bigInt({ min: 1n, max: 600_000n }));
const places = fc.nat(11);
const accounts = fc.constantFrom('1001', 'cash:1');
const pick = <T>(items: readonly T[], place: number): T | undefined => items[place % Math.max(1, items.length)];
const named = fc.array(
  fc.oneof(
    fc.tuple(contractNos, months).map(([no, month]) => codeOf(no, month)),
    fc.tuple(contractNos, months).map(([no, month]) => `${codeOf(no, month)}-L1`),
    contractNos,
    fc.constantFrom('MST 9900000108', 'khong ro'),
  ),
  { maxLength: 2 },
);
const lineOf = (ref: number, on: PlainDate, amount: bigint, account: string, description: string): PaymentLine => ({
  account,
  bookedOn: on,
  amount,
  currency: 'VND',
  bankRef: `FT${String(ref)}X`,
  description,
});

const bill = months.map((month) =>
  act(`bill ${monthText(month)}`, (model, books) => {
    const expected = BOOK_CONTRACTS.flatMap(({ contractNo }) =>
      Array.from({ length: month }, (_, index) => codeOf(contractNo, index + 1)),
    ).filter((code) => !model.billed.has(code) && shouldBe(model, code) > 0n);
    expect(new Set(books.bill(month).map(({ code }) => code))).toEqual(new Set(expected));
    for (const code of expected) model.billed.set(code, shouldBe(model, code));
  }),
);
const exempt = fc.tuple(contractNos, months, fc.constantFrom(25, 50, 100), fc.nat(200)).map(([contractNo, month, percent, later]) =>
  act(`exempt ${contractNo} in ${monthText(month)} by ${String(percent)} %, adjusted ${String(later)} days later`, (model, books) => {
    const code = codeOf(contractNo, month);
    const before = model.exempted.get(code) ?? 0;
    const fits = before + percent <= 100;
    expect(books.exempt(contractNo, { month, percent })).toBe(fits);
    if (fits) model.exempted.set(code, before + percent);
    adjust(model, books, { code, later });
  }),
);
function adjust(model: Model, books: FeeBooks, { code, later }: { readonly code: string; readonly later: number }): void {
  const issued = books.invoices().find((invoice) => invoice.code === code);
  if (!issued || books.isClosedOn(addDays(issued.invoiceDate, later))) return;
  const difference = shouldBe(model, code) - (model.billed.get(code) ?? 0n);
  expect(books.adjust(issued, addDays(issued.invoiceDate, later)) ?? 0n).toBe(difference);
  model.billed.set(code, shouldBe(model, code));
}
const pay = fc.tuple(places, days, amounts, accounts, named).map(([ref, on, amount, account, names]) =>
  act(`${account} FT${String(ref)}X ${on} ${String(amount)} "${names.join(' ')}"`, (model, books) => {
    const line = lineOf(ref, on, amount, account, names.join(' '));
    // A reference that was used for something else is refused with its whole file; see accept-lines.
    if (!model.lines.has(lineKey(line))) receive(model, books, [line, line]);
  }),
);
const reverse = fc.tuple(places, fc.nat(60)).map(([place, later]) =>
  act(`line ${String(place)} is taken back ${String(later)} days later`, (model, books) => {
    const line = pick([...model.lines.values()], place);
    if (!line || line.amount < 0n) return;
    const [bookedOn, bankRef] = [addDays(line.bookedOn, later), `RV${line.bankRef}`];
    receive(model, books, [{ ...line, bookedOn, bankRef, amount: -line.amount, description: `HOAN ${line.bankRef}` }]);
  }),
);
const again = places.map((place) =>
  act(`a file that was sent before, from line ${String(place)}`, (model, books) => {
    const before = books.entries().length;
    receive(model, books, [...model.lines.values()].slice(place % 5));
    expect(books.entries()).toHaveLength(before);
  }),
);
const decide = fc
  .tuple(places, fc.constantFrom('ALLOCATE' as const, 'LEAVE' as const, 'AUTOMATIC' as const), places, amounts, contractNos)
  .map(([place, kind, invoicePlace, amount, contractNo]) =>
    act(`line ${String(place)}: ${kind} ${String(amount)} to invoice ${String(invoicePlace)}, rest to ${contractNo}`, (model, books) => {
      const line = pick([...model.lines.values()], place);
      if (!line) return;
      const sequence = (model.decisions += 1);
      const { account, bankRef } = line;
      const invoice = pick(books.invoices(), invoicePlace);
      if (kind === 'ALLOCATE')
        books.decide({
          account,
          bankRef,
          sequence,
          kind,
          allocations: invoice ? [{ invoice: invoice.code, amount }] : [],
          credits: [{ contractNo, amount }],
        });
      else books.decide({ account, bankRef, sequence, kind });
    }),
  );
const writeOff = fc.tuple(places, amounts, days).map(([place, amount, day]) =>
  act(`give up ${String(amount)} of invoice ${String(place)} on ${day}`, (_model, books) => {
    const invoice = pick(books.invoices(), place);
    if (invoice) books.writeOff({ invoice: invoice.code, amount, day });
  }),
);
const demand = fc.tuple(places, days).map(([place, on]) =>
  act(`demand interest of invoice ${String(place)} on ${on}`, (_model, books) => {
    const invoice = pick(books.invoices(), place);
    const earlier = books.notes().filter((note) => note.invoice === invoice?.code);
    const note = invoice && books.demand(invoice, on);
    // What was demanded once is not demanded again, and nothing between is left out.
    if (note) expect(note.from).toBe(addDays(earlier.at(-1)?.to ?? invoice.dueDate, 1));
  }),
);
const close = fc.boolean().map((isReopened) =>
  act(isReopened ? 'open the last closed month again' : 'close the next month', (model, books) => {
    const periods = books.periods();
    const last = Number((periods.closedThrough ?? '2025-12').slice(5)) % 12;
    if (isReopened) {
      if (last === 0) return;
      books.setPeriods(reopenPeriod(periods, { month: monthText(last), isHead: true }));
      const month = last - 1;
      model.closed = month === 0 ? undefined : { month, books: booksThrough(books, month) };
      return;
    }
    if (last >= 6) return;
    const act = { today: YEAR_END, requestedBy: 'một', approvedBy: 'hai', unfinished: [] };
    // Before the first month of billing nothing was ever closed.
    books.setPeriods(closePeriod(last === 0 ? { closedThrough: undefined } : periods, { ...act, month: monthText(last + 1) }));
    model.closed = { month: last + 1, books: booksThrough(books, last + 1) };
  }),
);

/** Histories of a board, in which each act is checked. */
export const feeHistories = ({ posted, money }: HistoryChecks): fc.Arbitrary<Iterable<fc.Command<Model, FeeBooks>>> =>
  fc.commands(
    [bill, bill, exempt, exempt, pay, pay, pay, reverse, reverse, again, decide, decide, writeOff, demand, close].map((acts) =>
      acts.map(
        ({ name, run }): fc.Command<Model, FeeBooks> => ({
          check: () => true,
          run(model, books) {
            run(model, books);
            posted(model, books);
            model.acts += 1;
            if (model.acts % 4 === 0) money(model, books);
          },
          toString: () => name,
        }),
      ),
    ),
    { maxCommands: 40, size: 'max' },
  );
