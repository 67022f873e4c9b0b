import { holds, verdictOf } from './goal';
import type { Line } from './goal';
import { formatFigure, formatResult } from './print-result';

const ratio = (ours: readonly number[], baseline: readonly number[], atLeast: number): Line => ({
  kind: 'ratio',
  name: 'drain',
  ours: { label: 'relay', unit: 'events/s', values: ours },
  baseline: { label: 'other', unit: 'events/s', values: baseline },
  bound: { atLeast },
});
const goal = { id: 'C2', title: 'a goal' } as const;
const sound = { name: 'delivery', expected: '10 events', actual: '10 events' };
const unsound = { name: 'delivery', expected: '10 events', actual: '9 events' };

describe('verdicts', () => {
  it('compares medians, so that one bad round decides nothing', () => {
    expect(verdictOf(ratio([1, 80, 90], [10, 10, 100], 8))).toBe('reached');
    expect(verdictOf(ratio([1, 79, 90], [10, 10, 100], 8))).toBe('missed');
  });

  it('judges limits in both directions', () => {
    const measured = { label: 'p99', unit: 'ms', values: [9, 10, 11] };
    expect(verdictOf({ kind: 'limit', name: 'read', measured, bound: { atMost: 10 } })).toBe('reached');
    expect(verdictOf({ kind: 'limit', name: 'read', measured, bound: { atMost: 9.9 } })).toBe('missed');
    expect(verdictOf({ kind: 'limit', name: 'read', measured, bound: { atLeast: 10.1 } })).toBe('missed');
  });

  it('never counts what was not measured as reached', () => {
    expect(verdictOf({ kind: 'not-measured', name: 'drain', why: 'Debezium could not be fetched' })).toBe('not measured');
  });

  it('holds a check only when it is exactly so', () => {
    expect(holds(sound)).toBe(true);
    expect(holds(unsound)).toBe(false);
  });
});

describe('printing', () => {
  it('shows ratio, goal, spread and what was exact', () => {
    const text = formatResult(goal, { lines: [ratio([90_000, 80_000, 100_000], [10_000, 9_000, 11_000], 8)], checks: [sound] });
    expect(text).toContain('ratio 9×, goal ≥ 8×: REACHED');
    expect(text).toContain('90,000 events/s  (min 80,000, max 100,000, n=3)');
    expect(text).toContain('delivery: 10 events');
  });

  it('shows no figure of a void run', () => {
    const text = formatResult(goal, { lines: [ratio([90], [1], 8)], checks: [sound, unsound] });
    expect(text).toContain('VOID');
    expect(text).toContain('expected 10 events, is 9 events');
    expect(text).not.toContain('ratio');
  });

  it('prints three significant digits', () => {
    expect([12.345, 0.08312, 45_321.4, 0].map(formatFigure)).toEqual(['12.3', '0.0831', '45,321', '0']);
  });
});
