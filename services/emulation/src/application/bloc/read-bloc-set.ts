import type { PlacedFault } from '@kcn/layouts';
import { placeFault } from '@kcn/layouts';
import type { BallotOutcome } from '../../domain/ballot/ballot';
import { outcomeOfCounts } from '../../domain/ballot/ballot';
import { readBallotRows } from '../../domain/bloc/ballot-rows';
import type { Bloc } from '../../domain/bloc/bloc';
import { checkBlocAgainstCriteria } from '../../domain/bloc/check-bloc';
import { parseBloc } from '../../domain/bloc/parse-bloc';
import type { ScoreRow, TableRow } from '../../domain/bloc/score-rows';
import { readScoreRows } from '../../domain/bloc/score-rows';
import type { Criteria } from '../../domain/criteria/criteria';
import type { FileFault, Reading, RowFault } from '../../domain/criteria/fault';
import { parseCriteria } from '../../domain/criteria/parse-criteria';
import { rowsOf, textOf } from './bloc-files';
import type { Read, TableName } from './bloc-files';
import type { BlocFileName } from './file-names';
import type { KeptFile } from './ports';

/** What the files of a bloc's year say, checked against each other. */
export interface BlocSet {
  readonly bloc: Bloc;
  readonly criteria: Criteria;
  /** The text that the criteria were read from. */
  readonly criteriaText: string;
  readonly rows: readonly ScoreRow[];
  readonly ballot: BallotOutcome;
}

export interface BlocSetReading {
  /** Absent when anything is wrong. */
  readonly set?: BlocSet;
  readonly faults: readonly PlacedFault[];
  /** Rows by file, 1 for a JSON document; a file that cannot be read has none. */
  readonly rowCounts: ReadonlyMap<string, number>;
}

/** A fault of a JSON document, whose place is a JSON pointer. */
export const placeFileFault = (file: string, { code, path, vi, en }: FileFault): PlacedFault => ({
  ...{ file, where: path === '' ? 'file' : path, line: null, column: path === '' ? null : path },
  ...{ code, vi, en },
});

const placeRowFault = (file: string, { line, column, code, vi, en }: RowFault): PlacedFault =>
  placeFault({ code, vi, en, ...(column === undefined ? {} : { column }) }, { file, line });

/**
 * Reads and checks a bloc's files and names every fault with its place. bloc.json and criteria.json have to be there; without
 * bloc-scores.csv nobody has scored yet, without ballots.csv no vote was held.
 */
export async function readBlocSet(files: readonly KeptFile[]): Promise<BlocSetReading> {
  const faults: PlacedFault[] = [];
  const rowCounts = new Map<string, number>();
  const byName = new Map(files.map((file) => [file.name, file]));

  /** Undefined, with the faults noted, when it cannot be read. */
  const take = <Content>(read: Read<Content>): Content | undefined => {
    if ('content' in read) return read.content;
    faults.push(...read.faults);
    return undefined;
  };
  const document = <Content>(name: BlocFileName, parse: (text: string) => Reading<Content, FileFault>): Content | undefined => {
    const file = byName.get(name);
    if (!file) {
      faults.push(placeFault({ code: 'file_missing', vi: `Thiếu tệp ${name}`, en: `The file ${name} is missing` }, { file: name }));
      return undefined;
    }
    rowCounts.set(name, 1);
    const text = take(textOf(file));
    const reading = text === undefined ? undefined : parse(text);
    if (reading?.ok === false) faults.push(...reading.faults.map((found) => placeFileFault(name, found)));
    return reading?.ok === true ? reading.content : undefined;
  };
  const table = async (name: TableName): Promise<readonly TableRow[] | undefined> => {
    const file = byName.get(name);
    const rows = file ? take(await rowsOf(file, name)) : [];
    if (file) rowCounts.set(name, rows?.length ?? 0);
    return rows;
  };
  const judged = <Content>(name: TableName, reading: Reading<Content, RowFault>): Content | undefined => {
    if (reading.ok) return reading.content;
    faults.push(...reading.faults.map((found) => placeRowFault(name, found)));
    return undefined;
  };

  const bloc = document('bloc.json', parseBloc);
  let criteriaText = '';
  const criteria = document('criteria.json', (text) => {
    criteriaText = text;
    return parseCriteria(text);
  });
  const [scoreTable, ballotTable] = [await table('bloc-scores.csv'), await table('ballots.csv')];
  if (bloc && criteria) faults.push(...checkBlocAgainstCriteria(bloc, criteria).map((found) => placeFileFault('bloc.json', found)));
  const rows = bloc && criteria && scoreTable && judged('bloc-scores.csv', readScoreRows(scoreTable, { bloc, criteria }));
  const counts = bloc && ballotTable && judged('ballots.csv', readBallotRows(ballotTable, bloc));
  const isWhole = bloc && criteria && rows && counts && faults.length === 0;
  return { ...(isWhole ? { set: { bloc, criteria, criteriaText, rows, ballot: outcomeOfCounts(counts, bloc) } } : {}), faults, rowCounts };
}

/** What kept files say: they never change, so they are read and checked once as long as somebody holds them. */
const keptSets = new WeakMap<readonly KeptFile[], Promise<BlocSet>>();

/** @throws Error when a kept version cannot be read any more */
export function readKeptSet(files: readonly KeptFile[]): Promise<BlocSet> {
  const known = keptSets.get(files) ?? readAgain(files);
  keptSets.set(files, known);
  return known;
}

async function readAgain(files: readonly KeptFile[]): Promise<BlocSet> {
  const { set, faults } = await readBlocSet(files);
  if (!set) throw new Error(`a kept bloc cannot be read: ${faults.map(({ file, where, code }) => `${file} ${where} ${code}`).join('; ')}`);
  return set;
}
