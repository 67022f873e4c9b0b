import type { RegistryKind, ReportingKind } from '@kcn/contracts';

export type Service = 'registry' | 'reporting';

const TABLE = ['.csv', '.xlsx'];

/** Which files carry which kind of record; exhaustive by type over the kinds of both services. */
const REGISTRY_FILES: Readonly<Record<RegistryKind, readonly string[]>> = {
  board: ['.json'],
  parks: TABLE,
  'park-events': TABLE,
  'wastewater-plants': TABLE,
  projects: TABLE,
  'project-events': TABLE,
  'implemented-capital': TABLE,
  leases: TABLE,
  'enterprise-reports': TABLE,
  'exchange-rates': TABLE,
};
const REPORTING_FILES: Readonly<Record<ReportingKind | 'indicators', readonly string[]>> = {
  'indicator-values': TABLE,
  'plan-targets': TABLE,
  catalogue: TABLE,
  // The catalogue's own file carries this name.
  indicators: TABLE,
};

const has = (files: Readonly<Record<string, readonly string[]>>, kind: string, extension: string): boolean =>
  Object.hasOwn(files, kind) && (files[kind]?.includes(extension) ?? false);

/** The service that takes a file of this name, in whatever case it is written; undefined when the platform does not know it. */
export function findService(fileName: string): Service | undefined {
  const dot = fileName.lastIndexOf('.');
  const name = fileName.toLowerCase();
  const [kind, extension] = [name.slice(0, Math.max(dot, 0)), name.slice(dot)];
  if (has(REGISTRY_FILES, kind, extension)) return 'registry';
  return has(REPORTING_FILES, kind, extension) ? 'reporting' : undefined;
}

/** Which service keeps a kind of record; undefined for a word that is no kind. */
export function findServiceOfKind(kind: string): Service | undefined {
  if (Object.hasOwn(REGISTRY_FILES, kind)) return 'registry';
  return Object.hasOwn(REPORTING_FILES, kind) && kind !== 'indicators' ? 'reporting' : undefined;
}

export const KINDS: readonly string[] = [
  ...Object.keys(REGISTRY_FILES),
  ...Object.keys(REPORTING_FILES).filter((kind) => kind !== 'indicators'),
];
