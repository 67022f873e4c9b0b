import { period, plainDate } from '@kcn/kernel';
import { createWorkingCalendar } from '@kcn/vietnam';
import type { Contract } from '../domain/contracts/contract';
import { createExemptionBook } from '../domain/contracts/exemption';
import type { Exemption } from '../domain/contracts/exemption';
import { createRateBook } from '../domain/rates/rate-book';
import type { ExchangeRate } from '../domain/rates/exchange-rate';
import { createReadingBook } from '../domain/readings/reading-book';
import type { MeterReading } from '../domain/readings/meter-reading';
import { planRun } from '../domain/runs/plan-run';
import type { RunContext } from '../domain/runs/run-context';
import type { RunPlan } from '../domain/runs/plan-run';
import { createTariffBook } from '../domain/tariffs/tariff-book';
import type { TariffVersion } from '../domain/tariffs/tariff';

/** A contract of 1 000 m² that starts with 2026 and pays by the quarter in advance, but for what is given. */
export const contractOf = (given: Partial<Contract> = {}): Contract => ({
  contractNo: 'HD-1',
  parkCode: 'kcn',
  projectCode: 'DA-1',
  enterpriseTaxCode: '9900000108',
  enterpriseName: 'Doanh nghiệp mẫu',
  tariffCode: 'HT',
  areaHundredthsM2: 100_000n,
  start: plainDate('2026-01-01'),
  end: undefined,
  billing: 'QUARTER',
  timing: 'ADVANCE',
  proration: 'DAY',
  graceUntil: undefined,
  discountPercent: '',
  dueDays: 10,
  lateRegime: 'CIVIL',
  lateRatePercent: '',
  waterPercent: '',
  ...given,
});

/** A price of 12 000 đồng a square metre and year from 2026 on, VAT 10 %, but for what is given. */
export const tariffOf = (given: Partial<TariffVersion> = {}): TariffVersion => ({
  tariffCode: 'HT',
  parkCode: 'kcn',
  service: 'INFRA',
  unit: 'M2_YEAR',
  price: '12000',
  currency: 'VND',
  validFrom: plainDate('2026-01-01'),
  validTo: undefined,
  vatPercent: '10',
  decisionNo: '01/QĐ',
  ...given,
});

export interface RunGiven {
  readonly contracts?: readonly Contract[];
  readonly tariffs?: readonly TariffVersion[];
  readonly readings?: readonly MeterReading[];
  readonly rates?: readonly ExchangeRate[];
  readonly exemptions?: readonly Exemption[];
  readonly through?: string;
  readonly billingFrom?: string;
}

/** What a run over what is given reads; the rule alone says which days are off. */
export const runContextOf = (given: RunGiven = {}): RunContext => ({
  tariffs: createTariffBook(given.tariffs ?? [tariffOf()]),
  readings: createReadingBook(given.readings ?? []),
  rates: createRateBook(given.rates ?? []),
  exemptions: createExemptionBook(given.exemptions ?? []),
  calendar: createWorkingCalendar(),
  through: period(given.through ?? '2026-12'),
  ...(given.billingFrom === undefined ? {} : { billingFrom: plainDate(given.billingFrom) }),
});

export const runOf = (given: RunGiven = {}): RunPlan => planRun({ contracts: given.contracts ?? [contractOf()], ...runContextOf(given) });

export const usd = (date: string, vndPerUnit: string): ExchangeRate => ({
  date: plainDate(date),
  currency: 'USD',
  vndPerUnit,
  source: 'minh-hoa',
});
