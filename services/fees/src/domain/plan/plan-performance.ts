import { monthOf, percentOf, yearOf } from '@kcn/kernel';
import type { PlainDate } from '@kcn/kernel';
import type { IssuedInvoice } from '../collection/facts';
import { compareTexts } from '../collection/payment-line';
import type { Collected } from '../report/collected';
import type { FeePlanLine } from './fee-plan-line';

export const PLAN_WINDOWS = ['month', 'quarter', 'year'] as const;
export type PlanWindow = (typeof PLAN_WINDOWS)[number];

interface Place {
  readonly parkCode: string;
  readonly service: string;
}

/** Billed and collected in a window against the year's plan; `*` stands for all services or parks. Money in đồng with VAT. */
export interface PerformanceRow extends Place {
  /** `2026-04`, `2026-Q2` or `2026`. */
  readonly window: string;
  /** Of the whole year. */
  readonly planned: bigint;
  /** By invoice date. */
  readonly billed: bigint;
  /** By payment day, credits included, reversals deducted. */
  readonly collected: bigint;
  /** Per cent of the year's plan, two decimals; undefined where nothing is planned. */
  readonly billedPercent: string | undefined;
  readonly collectedPercent: string | undefined;
}

/** What the year should end with. */
export interface OutlookRow extends Place {
  readonly planned: bigint;
  readonly collected: bigint;
  /** Open of invoices in force that are not past due. */
  readonly openNotDue: bigint;
  /** With VAT: invoices that runs up to the year's end have still to issue, or that are dated after the day. */
  readonly stillToCome: bigint;
  /** The three together. */
  readonly outlook: bigint;
  readonly percent: string | undefined;
}

export interface PerformanceInput {
  readonly year: number;
  /** The year's lines; none = no plan. */
  readonly plan: readonly FeePlanLine[];
  readonly invoices: readonly Pick<IssuedInvoice, 'invoiceDate' | 'parkCode' | 'service' | 'total'>[];
  readonly collected: Iterable<Collected>;
}

const ALL = '*';
const placesOf = ({ parkCode, service }: Place): Place[] => [
  { service: ALL, parkCode: ALL },
  { service, parkCode: ALL },
  { service: ALL, parkCode },
  { service, parkCode },
];

function windowNameOf(date: PlainDate, by: PlanWindow): string {
  const year = String(yearOf(date));
  if (by === 'year') return year;
  return by === 'month' ? date.slice(0, 7) : `${year}-Q${String(Math.ceil(monthOf(date) / 3))}`;
}

export function windowsOf(year: number, by: PlanWindow): string[] {
  const name = String(year).padStart(4, '0');
  if (by === 'year') return [name];
  const count = by === 'month' ? 12 : 4;
  return Array.from({ length: count }, (_, index) =>
    by === 'month' ? `${name}-${String(index + 1).padStart(2, '0')}` : `${name}-Q${String(index + 1)}`,
  );
}

const percent = (amount: bigint, planned: bigint): string | undefined => (planned === 0n ? undefined : percentOf(amount, planned));
const byPlace = (a: Place, b: Place): number => compareTexts(a.service, b.service) || compareTexts(a.parkCode, b.parkCode);

/** Sums by window and place, each amount also under `*`. */
function createSums() {
  const sums = new Map<string, bigint>();
  const places = new Map<string, Place>();
  const keyOf = ({ service, parkCode }: Place): string => JSON.stringify([service, parkCode]);
  return {
    add(window: string, place: Place, amount: bigint): void {
      for (const one of placesOf(place)) {
        places.set(keyOf(one), one);
        const key = `${window} ${keyOf(one)}`;
        sums.set(key, (sums.get(key) ?? 0n) + amount);
      }
    },
    of: (window: string, place: Place): bigint => sums.get(`${window} ${keyOf(place)}`) ?? 0n,
    places: (): Place[] => [...places.values()],
  };
}

const distinctPlaces = (...lists: readonly Place[][]): Place[] =>
  [...new Map(lists.flat().map(({ service, parkCode }) => [JSON.stringify([service, parkCode]), { service, parkCode }])).values()].sort(
    byPlace,
  );

/** A row for each window of the year and each park and service of which anything is planned, billed or collected; `*` first. */
export function planPerformance({ year, plan, invoices, collected }: PerformanceInput, by: PlanWindow): PerformanceRow[] {
  const [planned, billed, paid] = [createSums(), createSums(), createSums()];
  for (const line of plan) if (line.year === year) planned.add('', line, line.expectedAmount);
  for (const invoice of invoices)
    if (yearOf(invoice.invoiceDate) === year) billed.add(windowNameOf(invoice.invoiceDate, by), invoice, invoice.total);
  for (const { day, amount, ...place } of collected) if (yearOf(day) === year) paid.add(windowNameOf(day, by), place, amount);
  const places = distinctPlaces(planned.places(), billed.places(), paid.places());
  return windowsOf(year, by).flatMap((window) =>
    places.map((place) => {
      const [expected, out, received] = [planned.of('', place), billed.of(window, place), paid.of(window, place)];
      const percents = { billedPercent: percent(out, expected), collectedPercent: percent(received, expected) };
      return { ...place, window, planned: expected, billed: out, collected: received, ...percents };
    }),
  );
}

export interface OutlookInput extends Pick<PerformanceInput, 'year' | 'plan' | 'collected'> {
  readonly openNotDue: Iterable<Place & { readonly amount: bigint }>;
  readonly stillToCome: Iterable<Place & { readonly amount: bigint }>;
}

/** Collected + open not yet due + runs still to come, against the year's plan. */
export function planOutlook({ year, plan, collected, openNotDue, stillToCome }: OutlookInput): OutlookRow[] {
  const [planned, paid, open, coming] = [createSums(), createSums(), createSums(), createSums()];
  for (const line of plan) if (line.year === year) planned.add('', line, line.expectedAmount);
  for (const { day, amount, ...place } of collected) if (yearOf(day) === year) paid.add('', place, amount);
  for (const { amount, ...place } of openNotDue) open.add('', place, amount);
  for (const { amount, ...place } of stillToCome) coming.add('', place, amount);
  return distinctPlaces(planned.places(), paid.places(), open.places(), coming.places()).map((place) => {
    const expected = planned.of('', place);
    const parts = { collected: paid.of('', place), openNotDue: open.of('', place), stillToCome: coming.of('', place) };
    const outlook = parts.collected + parts.openNotDue + parts.stillToCome;
    return { ...place, planned: expected, ...parts, outlook, percent: percent(outlook, expected) };
  });
}
