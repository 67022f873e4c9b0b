import fc from 'fast-check';
import { countedEntries } from '../testing/counting';
import { planBatch } from './plan-batch';
import type { AggregateState, KeptEvent } from './plan-batch';
import { createPositionSet } from './position-set';

const events = countedEntries('b', { aggregates: 3, versions: 6 });

/** An in-memory inbox that lives by planBatch alone. */
function createModel() {
  const positions = createPositionSet();
  const states = new Map<string, AggregateState>();
  const kept = new Map<number, KeptEvent>();
  const applied: string[] = [];
  return {
    positions,
    kept,
    applied,
    deliver(batch: readonly (typeof events)[number][], failing: ReadonlySet<number>, replay = false) {
      const failures = new Map([...failing].map((position) => [position, new Error('bad')]));
      const keptOf = new Map<string, KeptEvent[]>();
      for (const one of kept.values()) {
        const blocked = states.get(one.entry.aggregate)?.blocked ?? false;
        if (blocked && !replay && !one.deadLetter) continue;
        keptOf.set(one.entry.aggregate, [...(keptOf.get(one.entry.aggregate) ?? []), one]);
      }
      const plan = planBatch({
        events: batch.filter((event) => !positions.has(event.position)),
        positions,
        states,
        kept: keptOf,
        failures,
        replay,
        alone: false,
      });
      const fates = [plan.apply, plan.park, plan.deadLetter].flat().map((event) => event.position);
      expect(new Set(fates).size).toBe(fates.length);
      for (const event of plan.apply) applied.push(`${event.aggregate}@${event.aggregateVersion.toString()}`);
      for (const one of plan.release) kept.delete(one.entry.position);
      for (const entry of plan.park) kept.set(entry.position, { entry, deadLetter: false });
      for (const entry of plan.deadLetter) kept.set(entry.position, { entry, deadLetter: true });
      for (const [aggregate, state] of plan.states) states.set(aggregate, state);
      return plan;
    },
  };
}

const deliveries = fc.array(fc.array(fc.constantFrom(...events), { minLength: 1, maxLength: 8 }), { maxLength: 40 });

describe('plan of a batch', () => {
  test('any order and any duplicates: each event once, versions in order, nothing kept at the end', () => {
    fc.assert(
      fc.property(deliveries, (batches) => {
        const model = createModel();
        for (const batch of [...batches, events]) model.deliver(batch, new Set());
        expect(model.applied).toHaveLength(events.length);
        for (const aggregate of ['unit:1', 'unit:2', 'unit:3']) {
          expect(model.applied.filter((name) => name.startsWith(aggregate))).toEqual(
            [1, 2, 3, 4, 5, 6].map((version) => `${aggregate}@${version.toString()}`),
          );
        }
        expect(model.positions.settled()).toBe(events.length);
        expect(model.kept.size).toBe(0);
        // The positions alone tell a duplicate, even of an aggregate that nothing is known of.
        const again = planBatch({
          events,
          positions: model.positions,
          states: new Map(),
          kept: new Map(),
          failures: new Map(),
          replay: false,
          alone: false,
        });
        expect([again.apply, again.park, again.duplicates]).toEqual([[], [], events.length]);
      }),
      { numRuns: 300 },
    );
  });

  test('failing events hold up their aggregate only, and a replay after repair completes everything', () => {
    fc.assert(
      fc.property(
        deliveries,
        fc.uniqueArray(fc.integer({ min: 1, max: events.length }), { minLength: 1, maxLength: 3 }),
        (batches, bad) => {
          const model = createModel();
          const failing = new Set(bad);
          for (const batch of [...batches, events]) model.deliver(batch, failing);
          const blocked = new Set(events.filter((event) => failing.has(event.position)).map((event) => event.aggregate));
          for (const event of events) {
            const firstBad = Math.min(
              ...events.filter((e) => e.aggregate === event.aggregate && failing.has(e.position)).map((e) => e.aggregateVersion),
            );
            expect(model.applied.includes(`${event.aggregate}@${event.aggregateVersion.toString()}`)).toBe(
              !blocked.has(event.aggregate) || event.aggregateVersion < firstBad,
            );
          }
          for (let round = 0; round < bad.length; round += 1) {
            for (const one of [...model.kept.values()].filter((keptEvent) => keptEvent.deadLetter))
              model.deliver([one.entry], new Set(), true);
          }
          expect(model.applied).toHaveLength(events.length);
          expect(model.kept.size).toBe(0);
          expect(model.positions.settled()).toBe(events.length);
        },
      ),
      { numRuns: 300 },
    );
  });
});
