import type { Window } from '@kcn/kernel';
import { parseBreakdown } from '../indicators/breakdown';
import { OPERATING_PARKS } from '../indicators/formulas';
import type { Reading, Term } from '../indicators/formulas';
import type { Cell, FigureReader } from './figure-reader';
import { quarterEndsIn, wholeQuartersWindow, yearWindowOf } from './window-parts';

/** What a term comes to, for each breakdown and unit. */
export interface TermCells {
  find(breakdown: string, unit: string): Cell | undefined;
  readonly cells: readonly Cell[];
}

/** Finds the cells of a term that was among those read. */
export type TermsRead = (term: Term) => TermCells;

const cellsOf = (cells: readonly Cell[]): TermCells => {
  const byName = new Map(cells.map((cell) => [`${cell.measureUnit}\n${cell.breakdown}`, cell]));
  return { cells, find: (breakdown, unit) => byName.get(`${unit}\n${breakdown}`) };
};

/** Adds cells of the same measure, unit and breakdown. */
function addCells(lists: readonly (readonly Cell[])[]): Cell[] {
  const sums = new Map<string, Cell>();
  for (const cell of lists.flat()) {
    const id = `${cell.measure}\n${cell.measureUnit}\n${cell.breakdown}`;
    const was = sums.get(id);
    sums.set(id, was ? { ...cell, sum: was.sum + cell.sum, n: was.n + cell.n, missing: was.missing + cell.missing } : cell);
  }
  return [...sums.values()];
}

/** The cells of the parks that operate, and their sum as the total. */
function inOperatingParks(cells: readonly Cell[], operating: readonly Cell[]): Cell[] {
  const parks = new Set(operating.filter((c) => c.sum > 0n).map((c) => c.breakdown));
  const rows = cells.filter((c) => {
    const { capital, park } = parseBreakdown(c.breakdown);
    return capital === undefined && park !== undefined && parks.has(c.breakdown);
  });
  return [...rows, ...addCells([rows.map((c) => ({ ...c, breakdown: '' }))])];
}

async function readAs(reader: FigureReader, reading: Reading, measures: readonly string[], window: Window): Promise<Cell[]> {
  switch (reading) {
    case 'flow':
      return reader.flow(measures, window);
    case 'quarterly': {
      const quarters = wholeQuartersWindow(window);
      return quarters ? reader.flow(measures, quarters) : [];
    }
    case 'distinct':
      return (await reader.distinct(measures, window)).map((cell) => ({ ...cell, measureUnit: 'project' }));
    case 'stock':
      return reader.stock(measures, window.to);
    case 'year':
      return reader.flow(measures, yearWindowOf(window));
    case 'quarter-ends':
      return addCells(await Promise.all(quarterEndsIn(window).map((end) => reader.stock(measures, end))));
  }
}

/** Reads all the terms with one question for each kind of reading. */
export async function readTerms(reader: FigureReader, terms: readonly Term[], window: Window): Promise<TermsRead> {
  const wanted = new Map<Reading, Set<string>>();
  const want = (reading: Reading, measure: string): void => {
    wanted.set(reading, (wanted.get(reading) ?? new Set()).add(measure));
  };
  for (const term of terms) {
    want(term.reading, term.measure);
    if (term.operatingParksOnly) want(term.reading, OPERATING_PARKS);
  }
  const read = new Map<string, Cell[]>();
  await Promise.all(
    [...wanted].map(async ([reading, measures]) => {
      for (const cell of await readAs(reader, reading, [...measures], window)) {
        const id = `${reading} ${cell.measure}`;
        const list = read.get(id);
        if (list) list.push(cell);
        else read.set(id, [cell]);
      }
    }),
  );
  const indexed = new Map<string, TermCells>();
  return ({ reading, measure, operatingParksOnly }) => {
    const id = `${reading} ${measure} ${operatingParksOnly ? 'operating' : 'all'}`;
    let found = indexed.get(id);
    if (!found) {
      const cells = read.get(`${reading} ${measure}`) ?? [];
      found = cellsOf(operatingParksOnly ? inOperatingParks(cells, read.get(`${reading} ${OPERATING_PARKS}`) ?? []) : cells);
      indexed.set(id, found);
    }
    return found;
  };
}
