import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { plainDate } from '@kcn/kernel';
import { parse } from 'csv-parse/sync';
import type { ContractFacts, IssuedInvoice } from '../domain/collection/facts';
import type { KnownFacts } from '../domain/collection/fold';
import type { PaymentLine } from '../domain/collection/payment-line';
import type { FeePlanLine } from '../domain/plan/fee-plan-line';
import { SAMPLE } from './read-fee-set';

type Row = Readonly<Record<string, string>>;

const rowsOf = (file: string): Row[] => parse(readFileSync(join(SAMPLE, file)), { columns: true, bom: true });

/** What expected.json says; money is a JSON number below 2^53. */
export interface ExpectedCollection {
  readonly as_of: string;
  readonly invoices: readonly {
    readonly code: string;
    readonly contract_no: string;
    readonly period: string;
    readonly park_code: string;
    readonly service: ContractFacts['service'];
    readonly invoice_date: string;
    readonly due_date: string;
    readonly net: number;
    readonly vat: number;
    readonly total: number;
    readonly paid: number;
    readonly open: number;
    readonly bucket: string | null;
    readonly interest: number;
  }[];
  readonly lines: readonly unknown[];
  readonly balances: readonly unknown[];
  readonly ageing: readonly unknown[];
  readonly plan: readonly unknown[];
  readonly totals: Readonly<Record<string, unknown>>;
}

export const expectedCollection = (): ExpectedCollection =>
  JSON.parse(readFileSync(join(SAMPLE, 'expected.json'), 'utf8')) as ExpectedCollection;

export const linesOf = (file: string): PaymentLine[] =>
  rowsOf(file).map((row) => ({
    account: row['account'] ?? '',
    bookedOn: plainDate(row['booked_on'] ?? ''),
    valueOn: row['value_on'] ? plainDate(row['value_on']) : undefined,
    amount: BigInt(row['amount'] ?? ''),
    currency: row['currency'] ?? '',
    bankRef: row['bank_ref'] ?? '',
    description: row['description'] ?? '',
  }));

/** The sample's contracts, statement and the invoices that are expected of it. */
export function sampleFacts(): KnownFacts {
  const services = new Map(rowsOf('fee-tariffs.csv').map((row) => [row['tariff_code'], row['service'] as ContractFacts['service']]));
  const contracts = rowsOf('fee-contracts.csv').map(
    (row): ContractFacts => ({
      contractNo: row['contract_no'] ?? '',
      enterpriseTaxCode: row['enterprise_tax_code'] ?? '',
      parkCode: row['park_code'] ?? '',
      service: services.get(row['tariff_code']) ?? 'INFRA',
      lateRegime: row['late_regime'] as ContractFacts['lateRegime'],
      lateRatePercent: row['late_rate_percent'] ?? '',
    }),
  );
  const invoices = expectedCollection().invoices.map(
    (invoice): IssuedInvoice => ({
      code: invoice.code,
      contractNo: invoice.contract_no,
      period: invoice.period,
      parkCode: invoice.park_code,
      service: invoice.service,
      invoiceDate: plainDate(invoice.invoice_date),
      dueDate: plainDate(invoice.due_date),
      net: BigInt(invoice.net),
      vat: BigInt(invoice.vat),
      total: BigInt(invoice.total),
    }),
  );
  return { contracts, invoices, lines: linesOf('bank-statement.csv') };
}

export const samplePlan = (): FeePlanLine[] =>
  rowsOf('fee-plan.csv').map((row) => ({
    year: Number(row['year']),
    service: row['service'] as FeePlanLine['service'],
    parkCode: row['park_code'] ?? '',
    baseQuantity: row['base_quantity'] ?? '',
    unitPrice: row['unit_price'] ?? '',
    expectedAmount: BigInt(row['expected_amount'] ?? ''),
    decisionNo: row['decision_no'] ?? '',
    submittedOn: row['submitted_on'] ? plainDate(row['submitted_on']) : undefined,
  }));
