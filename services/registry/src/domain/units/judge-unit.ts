import { judgePark } from '../parks/judge-park';
import { judgeProject } from '../projects/judge-project';
import type { BoardRecord } from '../records/record';
import type { UnitFault } from './unit-fault';

/**
 * What is wrong with a unit as a whole.
 * @param records all its live records as they would be after the change, in any order
 */
export function judgeUnit(unit: string, records: readonly BoardRecord[]): UnitFault[] {
  if (records.length === 0) return [];
  if (unit.startsWith('project:')) return judgeProject(records);
  return unit.startsWith('park:') ? judgePark(records) : [];
}
