import { fault } from '../faults/fault-catalogue';
import type { BoardRecord } from '../records/record';
import type { UnitFault } from '../units/unit-fault';

/** A park's events and plants need the park; the timeline itself may be in any order, as planning decisions are. */
export function judgePark(records: readonly BoardRecord[]): UnitFault[] {
  if (records.some((record) => record.kind === 'parks')) return [];
  return records.map(({ kind, key, content }) => ({
    ...fault(
      'reference_unknown',
      { whatVi: 'khu công nghiệp', whatEn: 'park', value: 'parkCode' in content ? content.parkCode : key },
      'park_code',
    ),
    kind,
    key,
  }));
}
