import fc from 'fast-check';
import { createPositionSet } from './position-set';

const positions = fc.array(fc.integer({ min: 1, max: 200 }), { maxLength: 300 });

describe('position set', () => {
  test('agrees with a plain set, for any order, duplicates and storing in between', () => {
    fc.assert(
      fc.property(positions, fc.integer({ min: 1, max: 20 }), (added, storeEvery) => {
        let set = createPositionSet();
        const model = new Set<number>();
        added.forEach((position, index) => {
          set.add(position);
          model.add(position);
          if (index % storeEvery === 0) set = createPositionSet({ settled: set.settled(), above: set.above() });
        });
        let settled = 0;
        while (model.has(settled + 1)) settled += 1;
        expect(set.settled()).toBe(settled);
        expect(set.highest()).toBe(Math.max(0, ...model));
        for (let position = 1; position <= 210; position += 1) expect(set.has(position)).toBe(model.has(position));
        for (const from of [1, 5, 64, 199]) {
          let missing = from;
          while (model.has(missing)) missing += 1;
          expect(set.firstMissing(from)).toBe(missing);
        }
      }),
      { numRuns: 500 },
    );
  });

  test('stores nothing above when there is no hole, and little when there is one', () => {
    const set = createPositionSet();
    for (let position = 2; position <= 100_000; position += 1) set.add(position);
    expect(set.settled()).toBe(0);
    expect(set.above().byteLength).toBe(12_500);
    set.add(1);
    expect(set.settled()).toBe(100_000);
    expect(set.above().byteLength).toBe(0);
  });

  test.each([0, -1, 1.5, Number.NaN, Number.MAX_SAFE_INTEGER])('refuses position %p', (position) => {
    expect(() => createPositionSet().add(position)).toThrow(RangeError);
  });

  test('has no position that is absurdly far away', () => {
    const set = createPositionSet();
    for (let position = 2; position <= 70; position += 1) set.add(position);
    expect(set.has(2 ** 35 + 2)).toBe(false);
  });
});
