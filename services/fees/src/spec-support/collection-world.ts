import { addDays, plainDate } from '@kcn/kernel';
import fc from 'fast-check';
import type { ContractFacts, InterestNote, IssuedInvoice, LineDecision, Refund, WriteOff } from '../domain/collection/facts';
import type { KnownFacts } from '../domain/collection/fold';
import type { PaymentLine } from '../domain/collection/payment-line';

export const day = (text: string): ReturnType<typeof plainDate> => plainDate(`2026-${text}`);

export const contractFacts = (contractNo: string, given: Partial<ContractFacts> = {}): ContractFacts => ({
  contractNo,
  enterpriseTaxCode: '9900000108',
  parkCode: 'kcn',
  service: 'INFRA',
  lateRegime: 'CIVIL',
  lateRatePercent: '',
  ...given,
});

/** An invoice of a contract's month of 2026, dated on its first day and due ten days later. */
export const invoiceOf = (contractNo: string, month: string, total: bigint, given: Partial<IssuedInvoice> = {}): IssuedInvoice => {
  const invoiceDate = day(`${month}-01`);
  return {
    code: `${contractNo}-2026-${month}`,
    contractNo,
    period: `2026-${month}`,
    parkCode: 'kcn',
    service: 'INFRA',
    invoiceDate,
    dueDate: addDays(invoiceDate, 10),
    net: total,
    vat: 0n,
    total,
    ...given,
  };
};

export const lineOf = (
  bankRef: string,
  on: string,
  amount: bigint,
  description: string,
  given: Partial<PaymentLine> = {},
): PaymentLine => ({
  account: '1001',
  bookedOn: day(on),
  amount,
  currency: 'VND',
  bankRef,
  description,
  ...given,
});

const CONTRACTS = [
  contractFacts('C-1'),
  contractFacts('C-10', { lateRegime: 'BUDGET' }),
  contractFacts('Đ-2', { enterpriseTaxCode: '9900000203', lateRatePercent: '7.3' }),
];
const CONTRACT_NOS = CONTRACTS.map(({ contractNo }) => contractNo);
const MONTHS = ['01', '02', '03', '04'];
const REFS = ['FT1', 'FT2', 'FT3', 'FT4', 'FT5', 'FT6', 'FT7', 'FT8'];

const amounts = fc.bigInt({ min: 1n, max: 6n }).map((n) => n * 50n);
const days = fc.integer({ min: 0, max: 150 }).map((n) => addDays(day('01-01'), n));
const contractNos = fc.constantFrom(...CONTRACT_NOS);
const invoiceCodes = fc.tuple(contractNos, fc.constantFrom(...MONTHS)).map(([no, month]) => `${no}-2026-${month}`);
const codes = fc.oneof(
  invoiceCodes,
  invoiceCodes.map((code) => `${code}-L1`),
  contractNos,
  fc.constantFrom('MST 9900000108', 'không rõ'),
);

const invoices = fc
  .uniqueArray(fc.tuple(contractNos, fc.constantFrom(...MONTHS), amounts), { selector: ([no, month]) => `${no}${month}` })
  .map((list) => list.map(([no, month, amount]) => invoiceOf(no, month, amount)));

const adjustments = fc
  .uniqueArray(fc.tuple(contractNos, fc.constantFrom(...MONTHS), amounts, days), {
    selector: ([no, month]) => `${no}${month}`,
    maxLength: 2,
  })
  .map((list) =>
    list.map(([no, month, amount, on]) => {
      const adjusts = `${no}-2026-${month}`;
      return invoiceOf(no, month, -amount / 2n, { code: `${adjusts}-A1`, adjusts, invoiceDate: on, dueDate: on });
    }),
  );

const payments = fc.uniqueArray(
  fc.record({
    ref: fc.constantFrom(...REFS),
    on: days,
    amount: amounts,
    account: fc.constantFrom('1001', 'cash:1'),
    named: fc.array(codes, { maxLength: 3 }),
  }),
  { selector: ({ ref }) => ref },
);
const lines = fc.tuple(payments, fc.array(fc.record({ of: fc.nat(7), later: fc.nat(40) }), { maxLength: 3 })).map(([given, undone]) => {
  const paid = given.map(
    ({ ref, on, amount, account, named }): PaymentLine => ({
      account,
      bookedOn: on,
      amount,
      currency: 'VND',
      bankRef: ref,
      description: named.join(' '),
    }),
  );
  const reversals = undone.flatMap(({ of, later }, index): PaymentLine[] => {
    const line = paid[of];
    if (!line) return [];
    return [
      {
        ...line,
        bookedOn: addDays(line.bookedOn, later),
        amount: -line.amount,
        bankRef: `RV${String(index)}`,
        description: `HOAN ${line.bankRef}`,
      },
    ];
  });
  return [...paid, ...reversals];
});

const decisions: fc.Arbitrary<LineDecision[]> = fc
  .array(
    fc.record({
      bankRef: fc.constantFrom(...REFS),
      account: fc.constantFrom('1001', 'cash:1'),
      kind: fc.constantFrom('ALLOCATE' as const, 'LEAVE' as const, 'AUTOMATIC' as const),
      allocations: fc.array(fc.record({ invoice: invoiceCodes, amount: amounts }), { maxLength: 2 }),
      credits: fc.array(fc.record({ contractNo: contractNos, amount: amounts }), { maxLength: 1 }),
    }),
    { maxLength: 4 },
  )
  .map((list) =>
    list.map(({ bankRef, account, kind, allocations, credits }, sequence) =>
      kind === 'ALLOCATE' ? { bankRef, account, sequence, kind, allocations, credits } : { bankRef, account, sequence, kind },
    ),
  );

const notes: fc.Arbitrary<InterestNote[]> = fc
  .uniqueArray(fc.record({ invoice: invoiceCodes, amount: amounts, noteDate: days }), { selector: ({ invoice }) => invoice, maxLength: 3 })
  .map((list) =>
    list.map(({ invoice, amount, noteDate }) => ({
      code: `${invoice}-L1`,
      invoice,
      contractNo: invoice.slice(0, invoice.indexOf('-2026')),
      noteDate,
      dueDate: noteDate,
      amount,
      from: noteDate,
      to: noteDate,
    })),
  );

const writeOffs: fc.Arbitrary<WriteOff[]> = fc
  .array(fc.record({ invoice: invoiceCodes, amount: amounts, day: days }), { maxLength: 2 })
  .map((list) => list.map((given, index) => ({ id: `XN-${String(index)}`, ...given })));

const refunds: fc.Arbitrary<Refund[]> = fc
  .array(fc.record({ contractNo: contractNos, amount: amounts, day: days, way: fc.constantFrom('CASH' as const, 'BANK' as const) }), {
    maxLength: 2,
  })
  .map((list) => list.map((given, index) => ({ id: `HT-${String(index)}`, ...given })));

/** Small worlds in which everything can happen: credit, notes, reversals, decisions, write-offs, refunds, adjustments either way. */
export const worlds: fc.Arbitrary<KnownFacts> = fc
  .record({ invoices, adjustments, lines, decisions, notes, writeOffs, refunds })
  .map(({ adjustments: lowering, ...rest }) => ({ contracts: CONTRACTS, ...rest, invoices: [...rest.invoices, ...lowering] }));
