import { addDays, dateOf, daysInMonth, monthOf, plainDate } from '@kcn/kernel';
import type { PlainDate } from '@kcn/kernel';
import { findDemand } from '../domain/arrears/interest-note';
import { acceptLines } from '../domain/collection/accept-lines';
import type { InterestNote, IssuedInvoice, LineDecision, WriteOff } from '../domain/collection/facts';
import { foldCollection } from '../domain/collection/fold';
import type { KnownFacts } from '../domain/collection/fold';
import { lineKey } from '../domain/collection/payment-line';
import type { PaymentLine } from '../domain/collection/payment-line';
import type { Contract } from '../domain/contracts/contract';
import type { Exemption } from '../domain/contracts/exemption';
import { findDayExemptedBeyondWhole } from '../domain/contracts/exemption-limit';
import { findAdjustment } from '../domain/invoices/adjustment';
import type { AdjustmentInvoice } from '../domain/invoices/adjustment';
import type { Invoice } from '../domain/invoices/invoice';
import { isClosed, postingDay } from '../domain/ledger/accounting-periods';
import type { AccountingPeriods } from '../domain/ledger/accounting-periods';
import { entriesForDifference, postedMovements } from '../domain/ledger/difference';
import type { LedgerEntry } from '../domain/ledger/entry';
import { movementsOf } from '../domain/ledger/movements-of';
import { createPlanner } from '../domain/runs/plan-contract';
import { planRun } from '../domain/runs/plan-run';
import { contractOf, runContextOf, tariffOf } from './samples';
import { contractFacts } from './collection-world';

/** 1,000 m² × 100 đ a month and 10 % VAT: 110,000 a month before exemptions. */
export const MONTH_NET = 100_000n;
export const withVat = (net: bigint): bigint => net + net / 10n;

const START = plainDate('2026-01-01');
export const BOOK_CONTRACTS: readonly Contract[] = (
  [
    ['HT-1', '9900000108', 'CIVIL', ''],
    // Its number begins with another's, and both are the same payer's.
    ['HT-12', '9900000108', 'BUDGET', ''],
    ['Đ-2', '9900000203', 'CIVIL', '7.3'],
  ] as const
).map(([contractNo, enterpriseTaxCode, lateRegime, lateRatePercent]) =>
  contractOf({
    contractNo,
    enterpriseTaxCode,
    lateRegime,
    lateRatePercent,
    start: START,
    areaHundredthsM2: 100_000n,
    billing: 'MONTH',
    timing: 'ADVANCE',
    proration: 'MONTH',
    dueDays: 10,
  }),
);
const TARIFFS = [tariffOf({ unit: 'M2_MONTH', price: '100', currency: 'VND', vatPercent: '10', validFrom: START, validTo: undefined })];

export const monthText = (month: number): string => `2026-${String(month).padStart(2, '0')}`;
const lastDay = (month: number): PlainDate => dateOf(2026, month, daysInMonth(2026, month));

/** A board at the level of the domain: what is known, and a ledger that follows it act by act as the service's does. */
export function createFeeBooks() {
  const invoices: Invoice[] = [];
  const adjustments: AdjustmentInvoice[] = [];
  const lines = new Map<string, PaymentLine>();
  const decisions: LineDecision[] = [];
  const notes: InterestNote[] = [];
  const writeOffs: WriteOff[] = [];
  const exemptions: Exemption[] = [];
  const entries: LedgerEntry[] = [];
  let periods: AccountingPeriods = { closedThrough: undefined };

  const contextThrough = (month: number) => runContextOf({ tariffs: TARIFFS, through: monthText(month), exemptions });

  const toIssued = ({
    contractNo,
    code,
    parkCode,
    service,
    invoiceDate,
    dueDate,
    net,
    vat,
    total,
    ...rest
  }: Invoice | AdjustmentInvoice) => ({
    code,
    contractNo,
    period: rest.period,
    parkCode,
    service,
    invoiceDate,
    dueDate,
    net,
    vat,
    total,
    ...('adjusts' in rest ? { adjusts: rest.adjusts } : {}),
  });

  const facts = (): KnownFacts => ({
    contracts: BOOK_CONTRACTS.map(({ contractNo, enterpriseTaxCode, lateRegime, lateRatePercent }) =>
      contractFacts(contractNo, { enterpriseTaxCode, lateRegime, lateRatePercent }),
    ),
    invoices: [...invoices, ...adjustments].map((invoice): IssuedInvoice => toIssued(invoice)),
    lines: [...lines.values()],
    decisions,
    notes,
    writeOffs,
  });

  /** @returns what was posted */
  function post(cause: string): readonly LedgerEntry[] {
    const posted = entriesForDifference({
      before: postedMovements(entries),
      after: movementsOf(foldCollection(facts())),
      cause,
      postingDay: (effectiveOn) => postingDay(periods, effectiveOn),
    });
    entries.push(...posted);
    return posted;
  }

  return {
    facts,
    entries: (): readonly LedgerEntry[] => entries,
    invoices: (): readonly Invoice[] => invoices,
    notes: (): readonly InterestNote[] => notes,
    periods: () => periods,
    setPeriods(next: AccountingPeriods): void {
      periods = next;
    },
    /** A billing run through a month. @returns the new invoices */
    bill(month: number): readonly Invoice[] {
      const known = new Set(invoices.map(({ code }) => code));
      const fresh = planRun({ ...contextThrough(month), contracts: BOOK_CONTRACTS }).invoices.filter(({ code }) => !known.has(code));
      invoices.push(...fresh);
      post('run');
      return fresh;
    },
    /** @returns whether it could be approved */
    exempt(contractNo: string, { month, percent }: { readonly month: number; readonly percent: number }): boolean {
      const relief = { percent: String(percent) };
      const exemption = {
        contractNo,
        from: dateOf(2026, month, 1),
        to: lastDay(month),
        relief,
        reason: '',
        decisionNo: '',
        approved: true,
      };
      if (findDayExemptedBeyondWhole([...exemptions, exemption].filter((one) => one.contractNo === contractNo)) !== undefined) return false;
      exemptions.push(exemption);
      return true;
    },
    /** Brings an issued invoice to what it should be. @returns by how much; undefined when it is right already */
    adjust(issued: Invoice, invoiceDate: PlainDate): bigint | undefined {
      const contract = BOOK_CONTRACTS.find(({ contractNo }) => contractNo === issued.contractNo);
      const planned = contract && createPlanner(contextThrough(monthOf(issued.invoiceDate))).planPeriod(contract, issued.period);
      const adjustment = findAdjustment({
        issued,
        earlier: adjustments.filter(({ adjusts }) => adjusts === issued.code),
        corrected: planned && 'invoice' in planned ? planned.invoice : undefined,
        invoiceDate,
        dueDate: addDays(invoiceDate, 10),
        reason: { vi: '', en: '' },
      });
      if (!adjustment) return undefined;
      adjustments.push(adjustment);
      post('adjustment');
      return adjustment.total;
    },
    /** @returns how many of the lines were new */
    receive(sent: readonly PaymentLine[]): number {
      const { added } = acceptLines(sent, (key) => lines.get(key));
      for (const line of added) lines.set(lineKey(line), line);
      post('import');
      return added.length;
    },
    decide(decision: LineDecision): void {
      decisions.push(decision);
      post('decision');
    },
    writeOff(given: Omit<WriteOff, 'id'>): void {
      writeOffs.push({ ...given, id: `XN-${String(writeOffs.length + 1)}` });
      post('write-off');
    },
    /** Demands what late interest nobody has demanded yet. */
    demand({ code, contractNo, total, dueDate }: Invoice, noteDate: PlainDate): InterestNote | undefined {
      const all = facts();
      const terms = all.contracts.find((contract) => contract.contractNo === contractNo);
      const changes = (foldCollection(all).changes.get(code) ?? []).filter(({ day }) => day <= noteDate);
      const earlier = notes.filter(({ invoice }) => invoice === code);
      if (!terms || earlier.some((note) => note.noteDate >= noteDate)) return undefined;
      const principal = { total, dueDate, changes };
      const found = findDemand({ invoice: code, contractNo, principal, terms, earlier, noteDate, dueDate: addDays(noteDate, 15) });
      if (!found) return undefined;
      notes.push(found.note);
      post('interest-note');
      return found.note;
    },
    isClosedOn: (day: PlainDate): boolean => isClosed(periods, day),
  };
}

export type FeeBooks = ReturnType<typeof createFeeBooks>;
