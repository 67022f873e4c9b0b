import { grossMisses, isMet, measureTable, worstOfEach } from './measure';
import type { Measure } from './measure';

const restart = (value: number): Measure => ({ demand: 'D1 answers', value, unit: 'ms', is: 'at most', bound: 2_000 });
const writes = (value: number): Measure => ({ demand: 'D4 writes', value, unit: 'times', is: 'at least', bound: 0.9 });
const wrong = (value: number): Measure => ({ demand: 'D3 other answers', value, unit: 'answers', is: 'at most', bound: 0 });

describe('measures', () => {
  test('are met up to their bound', () => {
    expect([restart(2_000), restart(2_001), writes(0.9), writes(0.89), wrong(0), wrong(1)].map(isMet)).toEqual([
      true,
      false,
      true,
      false,
      true,
      false,
    ]);
  });

  test('are missed grossly by five times the time or any wrong count, never by a ratio', () => {
    expect(grossMisses([restart(10_000), restart(10_001), writes(0.1), wrong(0), wrong(1)])).toEqual([restart(10_001), wrong(1)]);
  });

  test('of one demand are told by the worst', () => {
    expect(worstOfEach([restart(10), writes(0.95), restart(30), writes(0.92), restart(20), writes(0), wrong(0), wrong(2)])).toEqual([
      { measure: restart(30), times: 3 },
      { measure: writes(0), times: 3 },
      { measure: wrong(2), times: 2 },
    ]);
  });

  test('are shown as a table', () => {
    expect(measureTable([{ ...restart(2_400), floor: 700 }, writes(0.95)])).toBe(
      [
        '| demand     | worst (of)  | bound     | floor  |   |',
        '| ---------- | ----------- | --------- | ------ | - |',
        '| D1 answers | 2400 ms (1) | ≤ 2000 ms | 700 ms | ✗ |',
        '| D4 writes  | 0.95 × (1)  | ≥ 0.90 ×  |        | ✓ |',
      ].join('\n'),
    );
  });
});
