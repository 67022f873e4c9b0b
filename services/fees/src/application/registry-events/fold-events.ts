import { findPlainDate, instantFromDate, invalid } from '@kcn/kernel';
import type { PlainDate } from '@kcn/kernel';
import type { registryV1 } from '@kcn/contracts';
import type { LogEntry } from '@kcn/messaging';
import { vietnamDay } from '@kcn/vietnam';
import { differingTerms } from '../../domain/registry/registry-copy';
import type { KnownLease, KnownPark, KnownProject, LeaseChange, LeaseTerms } from '../../domain/registry/registry-copy';
import type { RegistryRecord } from './read-event';

const TERMINATIONS = /^TERMINATE_/;

const badDay = (text: string): Error =>
  invalid('bad_day', { vi: `"${text}" không phải là ngày`, en: `"${text}" is not a day`, params: { value: text } });

function dayOf(text: string): PlainDate {
  const day = findPlainDate(text);
  if (day === undefined) throw badDay(text);
  return day;
}

export const isTermination = ({ type }: Pick<registryV1.ProjectEventRecorded, 'type'>): boolean => TERMINATIONS.test(type);

/** The key of a project's event within the project: its day and number. No dot or dollar, for the database's sake. */
export const eventKey = ({ date, seq }: Pick<registryV1.ProjectEventRecorded, 'date' | 'seq'>): string => `${date}|${String(seq)}`;

const unknownProject = (projectCode: string): KnownProject => ({
  projectCode,
  version: 0,
  isRecorded: false,
  name: '',
  parkCode: '',
  enterpriseTaxCode: '',
  terminations: {},
});

const termsOf = ({ parkCode, projectCode, areaHundredthsM2, from, to, kind }: registryV1.LeaseRecorded): LeaseTerms => ({
  parkCode,
  projectCode,
  areaHundredthsM2,
  from: dayOf(from),
  to: to === '' ? undefined : dayOf(to),
  kind,
});

const without = <T>(all: Readonly<Record<string, T>>, key: string): Record<string, T> =>
  Object.fromEntries(Object.entries(all).filter(([name]) => name !== key));

type Of<K extends RegistryRecord['kind']> = Extract<RegistryRecord, { readonly kind: K }>;

/** The project after one of its records; what it knows already of a later version stays. */
export function foldProject(
  known: KnownProject | undefined,
  record: Of<'projects'> | Of<'project-events'>,
  { aggregateVersion: version }: Pick<LogEntry, 'aggregateVersion'>,
): KnownProject {
  const code = record.key[0] ?? '';
  const project = known ?? unknownProject(code);
  if (version <= project.version) return project;
  if (record.kind === 'projects') {
    if (!record.content) return { ...project, version, isRecorded: false };
    const { name, parkCode, enterpriseTaxCode } = record.content;
    return { ...project, version, isRecorded: true, name, parkCode, enterpriseTaxCode };
  }
  const key = record.content ? eventKey(record.content) : `${record.key[1] ?? ''}|${record.key[2] ?? ''}`;
  const others = without(project.terminations, key);
  const terminations = record.content && isTermination(record.content) ? { ...others, [key]: dayOf(record.content.date) } : others;
  return { ...project, version, terminations };
}

/** The lease after it was recorded or withdrawn, and the change where its terms are no longer what they were. */
export function foldLease(
  known: KnownLease | undefined,
  record: Of<'leases'>,
  event: Pick<LogEntry, 'aggregateVersion' | 'recordedAt'>,
): { readonly lease: KnownLease; readonly change?: LeaseChange } {
  const version = event.aggregateVersion;
  const after = record.content ? termsOf(record.content) : undefined;
  const lease: KnownLease = { leaseNo: record.key[0] ?? '', version, terms: after };
  const before = known?.terms;
  if (!before || (after && differingTerms(before, after).length === 0)) return { lease };
  const day = vietnamDay(instantFromDate(event.recordedAt));
  return { lease, change: { leaseNo: lease.leaseNo, version, day, before, after } };
}

export const foldPark = (record: Of<'parks'>, { aggregateVersion: version }: Pick<LogEntry, 'aggregateVersion'>): KnownPark => ({
  parkCode: record.key[0] ?? '',
  version,
  name: record.content?.name,
});
