import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { period } from '@kcn/kernel';
import { createWorkingCalendar } from '@kcn/vietnam';
import type { Contract } from '../domain/contracts/contract';
import { createExemptionBook } from '../domain/contracts/exemption';
import { createRateBook } from '../domain/rates/rate-book';
import { createReadingBook } from '../domain/readings/reading-book';
import type { RunContext } from '../domain/runs/run-context';
import { createTariffBook } from '../domain/tariffs/tariff-book';
import { contentsOf, readFeeSet, SAMPLE } from './read-fee-set';

/** What the sample says that a run through September 2026 comes to. */
export interface ExpectedInvoice {
  readonly code: string;
  readonly contract_no: string;
  readonly period: string;
  readonly park_code: string;
  readonly service: string;
  readonly charge: string;
  readonly currency: string;
  readonly rate: string;
  readonly rate_date: string | null;
  readonly net: number;
  readonly vat_percent: string;
  readonly vat: number;
  readonly total: number;
  readonly invoice_date: string;
  readonly due_date: string;
}

export const expectedRun = (): { readonly invoices: readonly ExpectedInvoice[]; readonly errors: readonly unknown[] } =>
  JSON.parse(readFileSync(join(SAMPLE, 'expected.json'), 'utf8')) as ReturnType<typeof expectedRun>;

/** A run over the sample's files. */
export async function sampleRun(): Promise<RunContext & { readonly contracts: readonly Contract[] }> {
  const { set } = await readFeeSet(SAMPLE);
  return {
    contracts: contentsOf(set, 'fee-contracts'),
    tariffs: createTariffBook(contentsOf(set, 'fee-tariffs')),
    readings: createReadingBook(contentsOf(set, 'meter-readings')),
    rates: createRateBook(contentsOf(set, 'exchange-rates')),
    exemptions: createExemptionBook([]),
    calendar: createWorkingCalendar(contentsOf(set, 'holidays')),
    through: period('2026-09'),
  };
}
