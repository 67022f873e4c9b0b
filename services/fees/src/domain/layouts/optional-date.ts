import type { PlainDate } from '@kcn/kernel';
import type { RowReader } from '@kcn/layouts';
import type { FeeFaultCode } from './fee-faults';

/** The date in a cell that may be empty. */
export function findOptionalDate<Column extends string>(row: RowReader<Column, FeeFaultCode>, column: Column): PlainDate | undefined {
  const value = row.optionalDate(column);
  return value === '' ? undefined : (value as PlainDate);
}
