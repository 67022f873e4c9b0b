import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { createWorkingCalendar } from '@kcn/vietnam';
import { parse } from 'csv-parse/sync';
import type { BallotOutcome } from '../domain/ballot/ballot';
import { outcomeOfCounts } from '../domain/ballot/ballot';
import { readBallotRows } from '../domain/bloc/ballot-rows';
import type { Bloc } from '../domain/bloc/bloc';
import { parseBloc } from '../domain/bloc/parse-bloc';
import type { ScoreRow, TableRow } from '../domain/bloc/score-rows';
import { readScoreRows } from '../domain/bloc/score-rows';
import type { Criteria } from '../domain/criteria/criteria';
import type { Reading } from '../domain/criteria/fault';
import { parseCriteria } from '../domain/criteria/parse-criteria';
import { findFraction } from '@kcn/kernel/fraction';
import type { Figure, MemberFigures } from '../domain/figures/member-figures';
import { figureKey } from '../domain/figures/member-figures';
import type { BlocInput } from '../domain/result/score-bloc';

export const DEMO_FOLDER = resolve(__dirname, '../../../../infra/demo');
const FOLDER = resolve(DEMO_FOLDER, 'bloc-2019');

export const readSample = (file: string): string => readFileSync(resolve(FOLDER, file), 'utf8');

export function contentOf<Content>(reading: Reading<Content, unknown>): Content {
  if (!reading.ok) throw new Error(JSON.stringify(reading.faults, null, 1));
  return reading.content;
}

/** The rows of a CSV file of the sample, with their lines. */
export function readTable(text: string): readonly TableRow[] {
  const records: { record: Record<string, string>; info: { lines: number } }[] = parse(text, { columns: true, info: true });
  return records.map(({ record, info }) => ({ line: info.lines, cells: record }));
}

export const sampleCriteria = (): Criteria => contentOf(parseCriteria(readSample('criteria.json')));
export const sampleBloc = (): Bloc => contentOf(parseBloc(readSample('bloc.json')));

function tableOf(rows: readonly TableRow[], column: string, wanted: string): ReadonlyMap<string, Figure> {
  const table = new Map<string, Figure>();
  for (const { cells } of rows) {
    const value = findFraction(cells['value'] ?? '');
    if (cells[column] === wanted && value)
      table.set(figureKey(cells['indicator'] ?? '', cells['breakdown'] ?? ''), { value, unit: cells['unit'] ?? '' });
  }
  return table;
}

function readFigures(member: string, bloc: Bloc): MemberFigures {
  const read = (folder: string): readonly TableRow[] => {
    const file = `${folder}/${member}.csv`;
    return existsSync(resolve(FOLDER, file)) ? readTable(readSample(file)) : [];
  };
  const values = read('indicator-values');
  return {
    actual: tableOf(values, 'period', bloc.period),
    lastYear: tableOf(values, 'period', `${String(bloc.year - 1)}${bloc.period.slice(4)}`),
    yearPlan: tableOf(read('plan-targets'), 'year', String(bloc.year)),
  };
}

/** The whole sample of the Red River Delta bloc as the domain takes it. */
export function sampleInput(): BlocInput & { readonly rows: readonly ScoreRow[]; readonly ballot: BallotOutcome } {
  const [criteria, bloc] = [sampleCriteria(), sampleBloc()];
  return {
    ...{ criteria, bloc },
    figures: new Map(bloc.members.map((member) => [member.id, readFigures(member.id, bloc)])),
    rows: contentOf(readScoreRows(readTable(readSample('bloc-scores.csv')), { bloc, criteria })),
    ballot: outcomeOfCounts(contentOf(readBallotRows(readTable(readSample('ballots.csv')), bloc)), bloc),
    workingDays: createWorkingCalendar(),
    missing: new Set(),
  };
}
