import { units } from '@kcn/contracts';
import type { Fault } from '@kcn/layouts';
import { fault } from '../faults/fault-catalogue';
import type { BoardRecord } from '../records/record';

/** A record of another unit that must exist: that unit, and how the fault reads when it does not. */
export interface Reference {
  readonly unit: string;
  readonly missing: () => Fault;
}

const toPark = (code: string): Reference => ({
  unit: units.park(code),
  missing: () => fault('reference_unknown', { whatVi: 'khu công nghiệp', whatEn: 'park', value: code }, 'park_code'),
});
const toProject = (code: string): Reference => ({
  unit: units.project(code),
  missing: () => fault('reference_unknown', { whatVi: 'dự án', whatEn: 'project', value: code }, 'project_code'),
});

const NONE: readonly Reference[] = [];

/** What a record refers to outside its own unit. */
export function referencesOf(record: BoardRecord): readonly Reference[] {
  switch (record.kind) {
    case 'projects':
      return [toPark(record.content.parkCode)];
    case 'leases':
      return [toPark(record.content.parkCode), toProject(record.content.projectCode)];
    case 'board':
    case 'parks':
    case 'park-events':
    case 'wastewater-plants':
    case 'project-events':
    case 'implemented-capital':
    case 'enterprise-reports':
    case 'exchange-rates':
      return NONE;
  }
}

/** The record on which a unit stands: without it nothing may refer to the unit. */
export const isFoundation = ({ kind }: Pick<BoardRecord, 'kind'>): boolean => kind === 'parks' || kind === 'projects';
