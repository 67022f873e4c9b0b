import type { registryV1 } from '@kcn/contracts';
import type { NaiveRecords } from './naive-records';

/**
 * A project told day by day, from FORMATS §3 and with nothing of the mapping: every question walks the rows again.
 */
export interface NaiveProject {
  readonly row: registryV1.ProjectRecorded;
  inForce(day: string): boolean;
  operating(day: string): boolean;
  registered(day: string): bigint;
  /** Events that count (from the issue to the termination) inside the window. */
  events(from: string, to: string): registryV1.ProjectEventRecorded[];
  registeredBeforeTermination(): bigint;
  implemented(): registryV1.ImplementedCapitalRecorded[];
  reports(): registryV1.EnterpriseReportRecorded[];
}

const isEnd = (e: registryV1.ProjectEventRecorded): boolean => e.type.startsWith('TERMINATE');

export const lastDayOf = (quarter: string): string =>
  `${quarter.slice(0, 4)}-${['03-31', '06-30', '09-30', '12-31'][Number(quarter.slice(6)) - 1] ?? ''}`;

export function naiveProjects(records: NaiveRecords): NaiveProject[] {
  return records.rows('projects').map((row) => {
    const mine = records
      .rows('project-events')
      .filter((e) => e.projectCode === row.projectCode && e.date >= row.issuedOn)
      .sort((a, b) => `${a.date}#${String(a.seq).padStart(3, '0')}`.localeCompare(`${b.date}#${String(b.seq).padStart(3, '0')}`));
    const endAt = mine.findIndex(isEnd);
    const counting = endAt < 0 ? mine : mine.slice(0, endAt + 1);
    const end = endAt < 0 ? undefined : mine[endAt];
    const upTo = (day: string): registryV1.ProjectEventRecorded[] => counting.filter((e) => e.date <= day);
    const capital = (events: registryV1.ProjectEventRecorded[]): bigint => {
      let sum = row.registeredAmount;
      for (const e of events) {
        if (e.currency !== row.currency) continue;
        if (e.type === 'ADJUST_INC') sum += e.amount ?? 0n;
        if (e.type === 'ADJUST_DEC') sum -= e.amount ?? 0n;
      }
      return sum;
    };
    const inForce = (day: string): boolean => row.issuedOn <= day && (end === undefined || day < end.date);
    return {
      row,
      inForce,
      operating(day) {
        const types = upTo(day).map((e) => e.type);
        const suspended = types.lastIndexOf('SUSPEND') > types.lastIndexOf('RESUME');
        return inForce(day) && types.includes('START_OPERATION') && !suspended;
      },
      registered: (day) => (inForce(day) ? capital(upTo(day)) : 0n),
      events: (from, to) => counting.filter((e) => e.date >= from && e.date <= to),
      registeredBeforeTermination: () => capital(counting),
      implemented: () => records.rows('implemented-capital').filter((r) => r.projectCode === row.projectCode),
      reports: () => records.rows('enterprise-reports').filter((r) => r.projectCode === row.projectCode),
    };
  });
}
