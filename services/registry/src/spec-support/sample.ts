import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const FOLDER = join(__dirname, '../../../../infra/demo/hung-yen-2017');

/** The registry's files of the sample set. */
export const SAMPLE_FILES = [
  'board.json',
  'parks.csv',
  'park-events.csv',
  'wastewater-plants.csv',
  'projects.csv',
  'project-events.csv',
  'implemented-capital.csv',
  'leases.csv',
  'enterprise-reports.csv',
  'exchange-rates.csv',
] as const;
export type SampleFile = (typeof SAMPLE_FILES)[number];

export const readSample = (name: SampleFile): string => readFileSync(join(FOLDER, name), 'utf8');

/** All files, some of them replaced. */
export const sampleFiles = (replaced: Partial<Record<SampleFile, string>> = {}): Record<string, string> =>
  Object.fromEntries(SAMPLE_FILES.map((name) => [name, replaced[name] ?? readSample(name)]));

/** A file with one line changed; lines count from 1, the header. */
export function withLine(text: string, line: number, change: (old: string) => string): string {
  const lines = text.split('\n');
  lines[line - 1] = change(lines[line - 1] ?? '');
  return lines.join('\n');
}
