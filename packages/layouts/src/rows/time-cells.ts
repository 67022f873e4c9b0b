import { findPeriod, findPlainDate, findQuarter } from '@kcn/kernel';
import type { RowCells } from './row-cells';
import type { RowReader } from './row-reader';

type TimeCells = Pick<RowReader, 'date' | 'optionalDate' | 'month' | 'quarter' | 'year' | 'period'>;

const MONTH = /^\d{4}-\d{2}$/;
const YEAR = /^\d{4}$/;

export function createTimeCells({ raw, addFault, isGiven }: RowCells): TimeCells {
  /** Quarters stand in row after row; equal ones share one string. */
  const knownQuarters = new Map<string, string>();

  function readDate(column: string, value: string): string {
    if (findPlainDate(value) === undefined) addFault('not_a_date', { value }, column);
    return value;
  }

  return {
    date(column) {
      const value = raw(column);
      return isGiven(column, value) ? readDate(column, value) : value;
    },
    optionalDate(column) {
      const value = raw(column);
      return value === '' ? value : readDate(column, value);
    },
    month(column) {
      const value = raw(column);
      if (isGiven(column, value) && !(MONTH.test(value) && findPeriod(value))) addFault('bad_month', { value }, column);
      return value;
    },
    quarter(column) {
      const value = raw(column);
      const before = knownQuarters.get(value);
      if (before !== undefined) return before;
      if (isGiven(column, value)) {
        if (findQuarter(value) === undefined) addFault('not_a_quarter', { value }, column);
        else knownQuarters.set(value, value);
      }
      return value;
    },
    year(column) {
      const value = raw(column);
      const isYear = YEAR.test(value) && findPeriod(value) !== undefined;
      if (isGiven(column, value) && !isYear) addFault('bad_year', { value }, column);
      return isYear ? Number(value) : 0;
    },
    period(column) {
      const value = raw(column);
      if (isGiven(column, value) && findPeriod(value) === undefined) addFault('bad_period', { value }, column);
      return value;
    },
  };
}
