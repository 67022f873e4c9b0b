import { divideHalfUp, formatFixed, formatMeasure } from '@kcn/kernel';
import type { RecordVersion } from '../domain/facts/record-version';
import { naiveParks } from './naive-parks';
import { lastDayOf, naiveProjects } from './naive-project';
import type { NaiveProject } from './naive-project';
import { recordsAsOf } from './naive-records';
import type { NaiveRecords } from './naive-records';

const CAPITAL_UNIT = { FDI: 'USD', DDI: 'VND' } as const;
const WITH_DECISION = ['ADJUST_INC', 'ADJUST_DEC', 'ADJUST_NAME', 'ADJUST_OTHER', 'EXTEND', 'TRANSFER'];

function quartersInside({ from, to }: { from: string; to: string }): string[] {
  const found: string[] = [];
  for (let year = Number(from.slice(0, 4)); year <= Number(to.slice(0, 4)); year++) {
    for (const q of [1, 2, 3, 4]) {
      const first = `${String(year)}-${String(q * 3 - 2).padStart(2, '0')}-01`;
      if (first >= from && lastDayOf(`${String(year)}-Q${String(q)}`) <= to) found.push(`${String(year)}-Q${String(q)}`);
    }
  }
  return found;
}

/** USD cents by the latest rates on or before the quarter's last day, or undefined. Written with fractions, not with the mapping's scales. */
function usdCents(records: NaiveRecords, amount: bigint, currency: string, quarter: string): bigint | undefined {
  const dong = (code: string): [bigint, bigint] | undefined => {
    if (code === 'VND') return [1n, 1n];
    const row = records
      .rows('exchange-rates')
      .filter((r) => r.currency === code && r.date <= lastDayOf(quarter))
      .sort((a, b) => b.date.localeCompare(a.date))[0];
    const [whole = '0', part = ''] = (row?.vndPerUnit ?? '').split('.');
    return row && [BigInt(whole + part), 10n ** BigInt(part.length)];
  };
  if (currency === 'USD') return amount;
  const [own, usd] = [dong(currency), dong('USD')];
  if (!own || !usd) return undefined;
  const smallest = currency === 'EUR' ? 100n : 1n;
  const [num, den] = [amount * own[0] * usd[1] * 100n, own[1] * usd[0] * smallest];
  const [size, sign] = num < 0n ? [-num, -1n] : [num, 1n];
  return sign * (size / den + ((size % den) * 2n >= den ? 1n : 0n));
}

/** The value (and whether a rate is missing) of every figure from records, straight from FORMATS §3, as known at a position. */
export function naiveFigures(
  versions: readonly RecordVersion[],
  position: bigint,
  window: { from: string; to: string },
): Map<string, string | null> {
  const records = recordsAsOf(versions, position);
  const sums = new Map<string, { unit: string; value: bigint }>();
  const ratios = new Map<string, string | null>();
  const put = (indicator: string, breakdown: string, unit: string, value: bigint): void => {
    const name = `${indicator}|${breakdown}|${unit}`;
    sums.set(name, { unit, value: (sums.get(name)?.value ?? 0n) + value });
  };
  const putRatio = (indicator: string, breakdown: string, a: bigint, b: bigint): void => {
    ratios.set(`${indicator}|${breakdown}|percent`, b > 0n ? formatFixed(divideHalfUp(a * 10_000n, b), 2) : null);
  };
  naiveParks(records, window, put, putRatio);

  const all = naiveProjects(records);
  const day = window.to;
  const quarters = quartersInside(window);
  const groups = new Map<string, NaiveProject[]>();
  for (const p of all) {
    const { capitalKind: kind, parkCode: park } = p.row;
    for (const b of ['', kind, `park:${park}`, `${kind};park:${park}`]) groups.set(b, [...(groups.get(b) ?? []), p]);
  }
  for (const [b, projects] of groups) {
    const unit = b.startsWith('FDI') ? CAPITAL_UNIT.FDI : b.startsWith('DDI') ? CAPITAL_UNIT.DDI : undefined;
    const capital = (indicator: string, value: bigint, currency: string | undefined): void => {
      if (unit !== undefined && currency === unit) put(indicator, b, unit, value);
    };
    const expected = quarters.reduce((sum, q) => sum + projects.filter((p) => p.inForce(lastDayOf(q))).length, 0);
    let inTime = 0;
    const sumsOfGroup = { inForce: 0n, operating: 0n, registered: 0n, paid: 0n, paidRows: 0, hasUnit: false };
    for (const p of projects) {
      const currency = p.row.currency;
      const events = p.events(window.from, day);
      if (p.row.issuedOn >= window.from && p.row.issuedOn <= day) {
        for (const code of ['INV.NEW.N', 'INV.ATTRACT.N']) put(code, b, 'project', 1n);
        for (const code of ['INV.NEW.CAP', 'INV.ATTRACT.CAP', 'INV.NET.CAP']) capital(code, p.row.registeredAmount, currency);
      }
      for (const e of events) {
        const amount = e.currency === currency ? (e.amount ?? 0n) : 0n;
        if (WITH_DECISION.includes(e.type)) put('INV.ADJ.T', b, 'turn', 1n);
        if (e.type === 'START_OPERATION') put('INV.OPER.NEW.N', b, 'project', 1n);
        if (e.type === 'ADJUST_INC') {
          put('INV.INC.T', b, 'turn', 1n);
          for (const code of ['INV.INC.CAP', 'INV.ATTRACT.CAP', 'INV.NET.CAP']) capital(code, amount, currency);
        } else if (e.type === 'ADJUST_DEC') {
          put('INV.DEC.T', b, 'turn', 1n);
          for (const code of ['INV.DEC.CAP', 'INV.LOST.CAP']) capital(code, amount, currency);
          capital('INV.NET.CAP', -amount, currency);
        } else if (e.type.startsWith('TERMINATE')) {
          put('INV.TERM.N', b, 'project', 1n);
          for (const code of ['INV.TERM.CAP', 'INV.LOST.CAP']) capital(code, p.registeredBeforeTermination(), currency);
          capital('INV.NET.CAP', -p.registeredBeforeTermination(), currency);
        }
      }
      if (events.some((e) => e.type === 'ADJUST_INC')) for (const code of ['INV.INC.N', 'INV.ATTRACT.N']) put(code, b, 'project', 1n);
      if (events.some((e) => e.type === 'ADJUST_DEC')) put('INV.DEC.N', b, 'project', 1n);
      for (const row of p.implemented()) {
        if (quarters.includes(row.period)) capital('INV.IMPL.CAP', row.amount, row.currency);
        if (p.inForce(day) && lastDayOf(row.period) <= day) {
          capital('INV.IMPL.CUM', row.amount, row.currency);
          if (row.currency === unit) [sumsOfGroup.paid, sumsOfGroup.paidRows] = [sumsOfGroup.paid + row.amount, sumsOfGroup.paidRows + 1];
        }
      }
      for (const r of p.reports()) {
        if (!quarters.includes(r.period)) continue;
        const next = Number(r.period.slice(6)) * 3 + 1;
        const tenth =
          next > 12 ? `${String(Number(r.period.slice(0, 4)) + 1)}-01-10` : `${r.period.slice(0, 4)}-${String(next).padStart(2, '0')}-10`;
        if (r.submittedOn !== '' && r.submittedOn < tenth) inTime++;
        const revenue = r.revenue === undefined ? undefined : usdCents(records, r.revenue, r.currency, r.period);
        if (revenue !== undefined) put('ENT.REV', b, 'USD', revenue);
        if (r.exportUsd !== undefined) put('ENT.EXP', b, 'USD', r.exportUsd);
        if (r.importUsd !== undefined) put('ENT.IMP', b, 'USD', r.importUsd);
        if (r.budgetVnd !== undefined) put('ENT.BUDGET', b, 'VND', r.budgetVnd);
      }
      if (!p.inForce(day)) continue;
      put('INV.STOCK.N', b, 'project', 1n);
      capital('INV.STOCK.CAP', p.registered(day), currency);
      sumsOfGroup.inForce++;
      if (currency === unit) [sumsOfGroup.registered, sumsOfGroup.hasUnit] = [sumsOfGroup.registered + p.registered(day), true];
      if (p.operating(day)) {
        sumsOfGroup.operating++;
        put('INV.OPER.N', b, 'project', 1n);
      }
      const report = p
        .reports()
        .filter((r) => lastDayOf(r.period) <= day)
        .sort((x, y) => y.period.localeCompare(x.period))[0];
      if (report?.labourVn !== undefined || report?.labourForeign !== undefined)
        put('ENT.LAB', b, 'person', (report.labourVn ?? 0n) + (report.labourForeign ?? 0n));
      if (report?.labourFemale !== undefined) put('ENT.LAB.F', b, 'person', report.labourFemale);
      if (report?.labourForeign !== undefined) put('ENT.LAB.FOR', b, 'person', report.labourForeign);
    }
    if (sumsOfGroup.inForce > 0n) putRatio('INV.OPER.RATE', b, sumsOfGroup.operating, sumsOfGroup.inForce);
    if (unit !== undefined && (sumsOfGroup.hasUnit || sumsOfGroup.paidRows > 0))
      putRatio('INV.IMPL.RATE', b, sumsOfGroup.paid, sumsOfGroup.registered);
    if (!b.includes(';') && (expected > 0 || inTime > 0)) putRatio('ENT.RESP', b, BigInt(inTime), BigInt(expected));
  }
  return new Map([...[...sums].map(([name, { unit, value }]): [string, string | null] => [name, formatMeasure(value, unit)]), ...ratios]);
}
