import fc from 'fast-check';
import { formGroup } from './form-group';
import type { GroupMember } from './form-group';

const member = fc.record({
  unit: fc.constantFrom('a', 'b', 'c', 'd'),
  refs: fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 2 }),
  idempotencyKey: fc.constantFrom('k1', 'k2', 'k3', 'k4'),
});

describe('forming a group', () => {
  test('never mixes what must not share a transaction, loses nothing and keeps the order per unit', () => {
    fc.assert(
      fc.property(fc.array(member, { maxLength: 12 }), fc.integer({ min: 1, max: 6 }), (queue: readonly GroupMember[], maxSize) => {
        const { group, rest } = formGroup(queue, maxSize);
        expect(group.length).toBeLessThanOrEqual(maxSize);
        expect(group.length > 0).toBe(queue.length > 0);
        expect(new Set([...group, ...rest])).toEqual(new Set(queue));
        expect(group.length + rest.length).toBe(queue.length);
        expect(new Set(group.map((one) => one.unit)).size).toBe(group.length);
        expect(new Set(group.map((one) => one.idempotencyKey)).size).toBe(group.length);
        group.forEach((one, index) => {
          const changedBefore = group.slice(0, index).map((earlier) => earlier.unit);
          expect(one.refs?.some((ref) => changedBefore.includes(ref))).toBe(false);
        });
        for (const unit of ['a', 'b', 'c', 'd']) {
          const of = (list: readonly GroupMember[]) => list.filter((one) => one.unit === unit);
          expect([...of(group), ...of(rest)]).toEqual(of(queue));
        }
      }),
      { numRuns: 500 },
    );
  });
});
