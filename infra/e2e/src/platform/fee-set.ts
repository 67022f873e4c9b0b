import { cpSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { REPOSITORY } from '@kcn/local';

/** The fee sample, as it lies in the repository. */
export const FEE_SAMPLE = join(REPOSITORY, 'infra/demo/lam-dong-fees-2026');

export interface BadFeeFile {
  readonly file: string;
  readonly where: string;
  /** Writes the whole sample into a folder with the bad file in the place of the good one. */
  layIn(folder: string): void;
}

/** What stands in the place of a bad statement: the good one of its format. */
const STATEMENTS: Readonly<Record<string, string>> = {
  csv: 'bank-statement.csv',
  xml: 'bank-statement.camt053.xml',
  sta: 'bank-statement.mt940.sta',
};

/** The inputs with one defect each, and where it must be found. */
export const badFeeFiles = (): BadFeeFile[] =>
  readFileSync(join(FEE_SAMPLE, 'bad/EXPECTED.csv'), 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((row) => {
      const [file = '', layout = '', where = ''] = row.split(',');
      const extension = file.slice(file.lastIndexOf('.') + 1);
      const place = layout === 'bank-statement' ? (STATEMENTS[extension] ?? '') : `${layout}.csv`;
      return {
        file,
        where,
        layIn(folder) {
          cpSync(FEE_SAMPLE, folder, { recursive: true });
          rmSync(join(folder, place));
          cpSync(join(FEE_SAMPLE, 'bad', file), join(folder, place));
        },
      };
    });

export interface FeeExpectation {
  readonly through: string;
  readonly asOf: string;
  /** expected.json without what FORMATS says is not compared. */
  readonly report: Readonly<Record<string, unknown>>;
}

export function readFeeExpectation(): FeeExpectation {
  const { through, as_of: asOf } = JSON.parse(readFileSync(join(FEE_SAMPLE, 'run.json'), 'utf8')) as { through: string; as_of: string };
  const expected = JSON.parse(readFileSync(join(FEE_SAMPLE, 'expected.json'), 'utf8')) as {
    readonly rules: unknown;
    readonly readings: unknown;
    readonly totals: Record<string, unknown>;
  };
  const { rules: _rules, readings: _readings, ...rest } = expected;
  const { repeated_lines_ignored: _repeated, ...totals } = expected.totals;
  return { through, asOf, report: { ...rest, totals } };
}
