import type { FaultCode } from '../faults/fault-catalogue';
import type { Fault, FaultParams, Faults } from '../faults/faults';

/** The cells of the row that is being read, and what was found wrong with them. */
export interface RowCells {
  readonly faults: readonly Fault[];
  load(cells: readonly string[]): void;
  raw(column: string): string;
  addFault(code: FaultCode, params?: FaultParams, column?: string): void;
  /** Whether the cell holds something; notes `required` when it does not. */
  isGiven(column: string, value: string): boolean;
}

export function createRowCells(columns: readonly string[], catalogue: Faults<FaultCode>): RowCells {
  const indexOf = new Map(columns.map((column, index) => [column, index]));
  let cells: readonly string[] = [];
  let faults: Fault[] = [];

  const addFault: RowCells['addFault'] = (code, params = {}, column) => {
    faults.push(catalogue.fault(code, params, column));
  };
  return {
    get faults() {
      return faults;
    },
    load(next) {
      cells = next;
      if (faults.length > 0) faults = [];
    },
    raw: (column) => cells[indexOf.get(column) ?? -1] ?? '',
    addFault,
    isGiven(column, value) {
      if (value !== '') return true;
      addFault('required', {}, column);
      return false;
    },
  };
}
