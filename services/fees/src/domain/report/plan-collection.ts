import { percentOf, yearOf } from '@kcn/kernel';
import type { Folded } from '../collection/fold';
import { compareTexts } from '../collection/payment-line';
import type { FeePlanLine } from '../plan/fee-plan-line';
import { collectedOf } from './collected';

/** Collected against plan; `*` stands for all services or parks. Money in đồng with VAT. */
export interface PlanRow {
  readonly year: number;
  readonly service: string;
  readonly parkCode: string;
  readonly expected: bigint;
  readonly collected: bigint;
  /** Two decimals; undefined where nothing is expected. */
  readonly percent: string | undefined;
}

interface Place {
  readonly service: string;
  readonly parkCode: string;
}

const ALL = '*';
const rowKey = (year: number, service: string, parkCode: string): string => `${String(year)}/${service}/${parkCode}`;
const keysOf = (year: number, { service, parkCode }: Place): string[] => [
  rowKey(year, ALL, ALL),
  rowKey(year, service, ALL),
  rowKey(year, service, parkCode),
];

/** What came in, by year, service and park. */
function collectedByKey(folded: Folded): Map<string, bigint> {
  const collected = new Map<string, bigint>();
  for (const { day, amount, ...place } of collectedOf(folded))
    for (const key of keysOf(yearOf(day), place)) collected.set(key, (collected.get(key) ?? 0n) + amount);
  return collected;
}

/** A row for each planned service and park, each planned service, and each year; `*` first. */
export function collectedAgainstPlan(folded: Folded, plan: readonly FeePlanLine[]): PlanRow[] {
  const collected = collectedByKey(folded);
  const rows = new Map<string, { readonly year: number; readonly service: string; readonly parkCode: string; expected: bigint }>();
  const expect = (year: number, service: string, parkCode: string, amount: bigint): void => {
    const key = rowKey(year, service, parkCode);
    const row = rows.get(key) ?? { year, service, parkCode, expected: 0n };
    row.expected += amount;
    rows.set(key, row);
  };
  for (const { year, service, parkCode, expectedAmount } of plan) {
    expect(year, ALL, ALL, expectedAmount);
    expect(year, service, ALL, expectedAmount);
    expect(year, service, parkCode, expectedAmount);
  }
  return [...rows]
    .map(([key, row]) => {
      const amount = collected.get(key) ?? 0n;
      return { ...row, collected: amount, percent: row.expected === 0n ? undefined : percentOf(amount, row.expected) };
    })
    .sort((a, b) => a.year - b.year || compareTexts(a.service, b.service) || compareTexts(a.parkCode, b.parkCode));
}
