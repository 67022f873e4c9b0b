import { contractFacts, day, invoiceOf, lineOf } from '../../spec-support/collection-world';
import type { InterestNote } from './facts';
import { foldCollection } from './fold';
import type { Folded, KnownFacts } from './fold';
import { acceptLines } from './accept-lines';
import { lineOfReceipt } from './cash-receipt';

const fold = (given: Partial<KnownFacts>): Folded =>
  foldCollection({ contracts: [contractFacts('C-1'), contractFacts('C-10')], invoices: [], lines: [], ...given });

/** `rule: invoice amount how day; … + contract credit` of each line. */
const told = ({ lines }: Folded): string[] =>
  lines.map(
    ({ rule, allocations, credits }) =>
      `${rule}: ${[
        ...allocations.map(({ invoice, amount, how, day: on }) => `${invoice} ${String(amount)} ${how} ${on.slice(5)}`),
        ...credits.map(({ contractNo, amount }) => `+ ${contractNo} ${String(amount)}`),
      ].join('; ')}`,
  );

const JANUARY = invoiceOf('C-1', '01', 100n);
const FEBRUARY = invoiceOf('C-1', '02', 100n);
const TEN = invoiceOf('C-10', '01', 100n);

describe('matching a line', () => {
  test('invoices are paid in order of appearance; what is left pays the last-named contract, oldest first, then stays as its credit', () => {
    const result = fold({
      invoices: [JANUARY, FEBRUARY, TEN],
      lines: [lineOf('F1', '02-05', 350n, 'c-10-2026-01, C1 2026 02'), lineOf('F2', '02-06', 10n, 'C-1-2026-02 C-10')],
    });
    expect(told(result)).toEqual([
      'INVOICE_CODE: C-10-2026-01 100 DIRECT 02-05; C-1-2026-02 100 DIRECT 02-05; C-1-2026-01 100 DIRECT 02-05; + C-1 50',
      'INVOICE_CODE: + C-1 10',
    ]);
  });

  test('a code counts from its invoice date on; before that only the contract is known', () => {
    const result = fold({
      invoices: [FEBRUARY],
      lines: [lineOf('F1', '01-31', 30n, 'C-1-2026-02'), lineOf('F2', '02-01', 30n, 'C-1-2026-02')],
    });
    expect(told(result)).toEqual(['CONTRACT_NO: C-1-2026-02 30 CREDIT 02-01; + C-1 30', 'INVOICE_CODE: C-1-2026-02 30 DIRECT 02-01']);
  });

  test('a tax code needs exactly one open invoice of the amount', () => {
    const line = lineOf('F1', '02-05', 100n, 'MST 9900000108');
    expect(told(fold({ invoices: [JANUARY], lines: [line] }))).toEqual(['TAX_CODE_AMOUNT: C-1-2026-01 100 DIRECT 02-05']);
    expect(told(fold({ invoices: [JANUARY, TEN], lines: [line] }))).toEqual(['UNMATCHED: ']);
    expect(told(fold({ invoices: [JANUARY], lines: [{ ...line, amount: 99n }] }))).toEqual(['UNMATCHED: ']);
    const other = lineOf('F0', '02-04', 40n, 'C-10-2026-01');
    expect(told(fold({ invoices: [JANUARY, TEN], lines: [line, other] }))[1]).toBe('TAX_CODE_AMOUNT: C-1-2026-01 100 DIRECT 02-05');
  });

  test('lines in other currencies and negative lines that name nothing are unmatched', () => {
    const lines = [lineOf('F1', '02-05', 100n, 'C-1', { currency: 'USD' }), lineOf('F2', '02-05', -5n, 'C-1 PHI')];
    expect(told(fold({ invoices: [JANUARY], lines }))).toEqual(['UNMATCHED: ', 'UNMATCHED: ']);
  });

  test('a payment counts on value_on, else on booked_on', () => {
    const lines = [lineOf('F1', '02-05', 10n, 'C-1', { valueOn: day('02-07') })];
    expect(told(fold({ invoices: [JANUARY], lines }))).toEqual(['CONTRACT_NO: C-1-2026-01 10 DIRECT 02-07']);
  });
});

describe('undoing a line', () => {
  test('its allocations and credit come back on that day, the invoice that its credit paid opens and takes no standing credit', () => {
    const result = fold({
      invoices: [JANUARY, FEBRUARY],
      lines: [
        lineOf('FT1', '01-05', 150n, 'C-1-2026-01'),
        lineOf('FT2', '02-02', 60n, 'C-1'),
        lineOf('FT3', '02-10', -150n, 'HOAN FT1'),
        lineOf('FT4', '02-11', -150n, 'HOAN FT1'),
      ],
    });
    expect(told(result)).toEqual([
      'INVOICE_CODE: C-1-2026-01 100 DIRECT 01-05; C-1-2026-02 50 CREDIT 02-01; + C-1 50',
      'CONTRACT_NO: C-1-2026-02 50 DIRECT 02-02; + C-1 10',
      'REVERSAL: C-1-2026-01 -100 REVERSAL 02-10; C-1-2026-02 -50 REVERSAL 02-10',
      'UNMATCHED: ',
    ]);
    expect(result.lines[0]?.reversedBy).toBe('FT3');
  });

  test('credit that nobody took goes; an unmatched line has nothing to give back', () => {
    const lines = [
      lineOf('FT1', '01-05', 150n, 'C-1'),
      lineOf('FT2', '01-06', 7n, 'ai do'),
      lineOf('FT3', '01-07', -150n, 'FT1'),
      lineOf('FT4', '01-08', -7n, 'FT2'),
      lineOf('FT5', '01-09', -7n, 'FT2', { account: '1002' }),
    ];
    expect(told(fold({ invoices: [JANUARY], lines }))).toEqual([
      'CONTRACT_NO: C-1-2026-01 100 DIRECT 01-05; + C-1 50',
      'UNMATCHED: ',
      'REVERSAL: C-1-2026-01 -100 REVERSAL 01-07; + C-1 -50',
      'REVERSAL: ',
      'UNMATCHED: ',
    ]);
  });

  test('credit that was taken back pays no later invoice', () => {
    const lines = [lineOf('FT1', '01-05', 150n, 'C-1'), lineOf('FT2', '01-07', -150n, 'FT1')];
    const result = fold({ invoices: [JANUARY, FEBRUARY], lines });
    expect(result.changes.get(FEBRUARY.code)).toBeUndefined();
  });
});

describe('people, notes, cash and other changes', () => {
  const line = lineOf('F1', '02-05', 100n, 'khong ro');
  const decision = { account: '1001', bankRef: 'F1', sequence: 1 };

  test('the latest decision replaces the matching; what does not fit becomes credit and a task; undone, the rules match again', () => {
    const allocate = { ...decision, kind: 'ALLOCATE' as const, allocations: [{ invoice: 'C-1-2026-01', amount: 80n }], credits: [] };
    const small = { ...JANUARY, total: 50n };
    const decided = fold({ invoices: [small], lines: [line], decisions: [allocate] });
    expect(told(decided)).toEqual(['DECISION: C-1-2026-01 50 DIRECT 02-05; + C-1 30']);
    expect(decided.tasks.map(({ code }) => code)).toEqual(['decision_does_not_fit']);
    const undone = { ...decision, sequence: 2, kind: 'AUTOMATIC' as const };
    expect(told(fold({ invoices: [small], lines: [line], decisions: [undone, allocate] }))).toEqual(['UNMATCHED: ']);
  });

  test('a note of interest is paid by its own code alone', () => {
    const note: InterestNote = {
      code: 'C-1-2026-01-L1',
      invoice: JANUARY.code,
      contractNo: 'C-1',
      noteDate: day('02-01'),
      dueDate: day('02-11'),
      amount: 30n,
      from: day('01-12'),
      to: day('02-01'),
    };
    const lines = [lineOf('F1', '02-02', 120n, 'C-1'), lineOf('F2', '02-03', 40n, 'C-1-2026-01-L1')];
    expect(told(fold({ invoices: [JANUARY], notes: [note], lines }))).toEqual([
      'CONTRACT_NO: C-1-2026-01 100 DIRECT 02-02; + C-1 20',
      'INVOICE_CODE: C-1-2026-01-L1 30 DIRECT 02-03; + C-1 10',
    ]);
  });

  test('cash is matched like a transfer', () => {
    const receipt = lineOfReceipt({ cashBox: '1', receiptNo: 'PT-1', receivedOn: day('02-05'), amount: 100n, purpose: 'HĐ C-1' });
    expect(told(fold({ invoices: [JANUARY], lines: [receipt] }))).toEqual(['CONTRACT_NO: C-1-2026-01 100 DIRECT 02-05']);
  });

  test('an adjustment below zero lowers what is open and turns what was paid too much into credit', () => {
    const lowered = { ...JANUARY, code: 'C-1-2026-01-A1', adjusts: JANUARY.code, invoiceDate: day('01-20'), total: -40n, net: -40n };
    const result = fold({ invoices: [JANUARY, lowered, FEBRUARY], lines: [lineOf('F1', '01-05', 90n, 'C-1')] });
    expect(result.adjustments).toMatchObject([{ lowered: 40n, freed: 30n, taken: [{ invoice: 'C-1-2026-02', amount: 30n }] }]);
  });

  test('the same line again is ignored, another one under its reference refused', () => {
    const { added, repeated, refused } = acceptLines(
      [line, { ...line, description: 'x' }, { ...line, amount: 1n }, { ...line, account: '2' }],
      () => undefined,
    );
    expect([added.length, repeated, refused.map(({ fault }) => fault.code)]).toEqual([2, 1, ['bank_ref_reused']]);
  });
});
