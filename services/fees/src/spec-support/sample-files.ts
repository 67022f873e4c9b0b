import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SAMPLE } from './read-fee-set';

const STATEMENT = 'bank-statement';

/** The sample's fee files, without bank statements. */
export const feeFiles = (): Record<string, Buffer> =>
  Object.fromEntries(
    readdirSync(SAMPLE)
      .filter((name) => name.endsWith('.csv') && !name.startsWith(STATEMENT))
      .map((name) => [name, readFileSync(join(SAMPLE, name))]),
  );

/** The sample's statements: one movement in three formats, and what was sent a second time. */
export const statements = (): Record<string, Buffer> =>
  Object.fromEntries(
    readdirSync(SAMPLE)
      .filter((name) => name.startsWith(STATEMENT))
      .map((name) => [name, readFileSync(join(SAMPLE, name))]),
  );

export interface BadFile {
  readonly file: string;
  readonly where: string;
  /** The whole set with the bad file in the place of the good one of its layout. */
  files(): Record<string, Buffer>;
}

/** The files with one defect each, and where it is. */
export const badFiles = (): BadFile[] =>
  readFileSync(join(SAMPLE, 'bad/EXPECTED.csv'), 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((row) => {
      const [file = '', layout = '', where = ''] = row.split(',');
      const name = layout === STATEMENT ? `${STATEMENT}${file.slice(file.lastIndexOf('.'))}` : `${layout}.csv`;
      return { file, where, files: () => ({ ...feeFiles(), [name]: readFileSync(join(SAMPLE, 'bad', file)) }) };
    });

/** expected.json without what FORMATS says is not compared. */
export function expectedReport(): Record<string, unknown> {
  const {
    rules: _rules,
    readings: _readings,
    ...expected
  } = JSON.parse(readFileSync(join(SAMPLE, 'expected.json'), 'utf8')) as {
    readonly rules: unknown;
    readonly readings: unknown;
    readonly totals: Record<string, unknown>;
  };
  const { repeated_lines_ignored: _repeated, ...totals } = expected.totals;
  return { ...expected, totals };
}
