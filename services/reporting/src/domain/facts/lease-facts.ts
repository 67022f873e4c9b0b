import { addDays, plainDate } from '@kcn/kernel';
import type { FactContent } from './fact';
import type { FactPart, GroupsOfUnit } from './fact-part';
import { LEASED_LAND } from './mapping';
import type { UnitState } from './unit-state';

/** A lease counts from its first day and leaves the day after its last one. */
export function leaseGroups(_leaseNo: string, state: UnitState): GroupsOfUnit {
  const parts = (): FactPart[] =>
    [...state.records.leases].map(([key, lease]) => ({
      id: key,
      inputs: [lease],
      build(): FactContent[] {
        if (lease.kind !== LEASED_LAND.leaseKind) return [];
        const from = plainDate(lease.from);
        const to = lease.to === '' ? undefined : plainDate(lease.to);
        if (to !== undefined && to < from) return [];
        const fact = {
          measure: LEASED_LAND.measure,
          measureUnit: LEASED_LAND.unit,
          park: lease.parkCode,
          missing: 0,
          source: { kind: 'leases', key },
        } as const;
        const begins: FactContent = { ...fact, date: from, value: lease.areaHundredthsM2, n: 1 };
        return to === undefined ? [begins] : [begins, { ...fact, date: addDays(to, 1), value: -lease.areaHundredthsM2, n: -1 }];
      },
    }));
  return () => [{ id: 'leases', inputs: [state.revision('leases')], parts }];
}
