/**
 * The kinds of record, named as their import files. A record is one row; `unitKeyParts` of its content say which unit
 * (aggregate, Kafka key) it belongs to.
 */
export const REGISTRY_KINDS = [
  'board',
  'parks',
  'park-events',
  'wastewater-plants',
  'projects',
  'project-events',
  'implemented-capital',
  'leases',
  'enterprise-reports',
  'exchange-rates',
] as const;
export type RegistryKind = (typeof REGISTRY_KINDS)[number];

export const REPORTING_KINDS = ['indicator-values', 'plan-targets', 'catalogue'] as const;
export type ReportingKind = (typeof REPORTING_KINDS)[number];

const escapePart = (part: string): string => part.replaceAll('%', '%25').replaceAll('|', '%7C');
const unescapePart = (part: string): string => part.replaceAll('%7C', '|').replaceAll('%25', '%');

/** The key columns of a record (FORMATS: project_code, date, seq …) as one text; `recordKey(['a|b', '1'])` is `a%7Cb|1`. */
export const recordKey = (parts: readonly string[]): string => parts.map(escapePart).join('|');
export const recordKeyParts = (key: string): string[] => key.split('|').map(unescapePart);

/** Units (aggregates) of the registry. */
export const units = {
  board: (): string => 'board',
  park: (parkCode: string): string => `park:${parkCode}`,
  project: (projectCode: string): string => `project:${projectCode}`,
  lease: (leaseNo: string): string => `lease:${leaseNo}`,
  rate: (currency: string): string => `rate:${currency}`,
} as const;
