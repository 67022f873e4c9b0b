import { sharedFaults } from '../faults/fault-catalogue';
import type { FaultCode } from '../faults/fault-catalogue';
import type { Faults } from '../faults/faults';
import { createNumberCells } from './number-cells';
import { createRowCells } from './row-cells';
import type { ReusableRowReader } from './row-reader';
import { createTextCells } from './text-cells';
import { createTimeCells } from './time-cells';

/**
 * @param columns the columns in the order in which each row's cells will come
 * @param faults a service's own, see defineFaults; default the shared ones
 */
export function createRowReader<Code extends string = FaultCode>(
  columns: readonly string[],
  faults?: Faults<Code | FaultCode>,
): ReusableRowReader<string, Code | FaultCode> {
  const cells = createRowCells(columns, faults ?? sharedFaults);
  const { load, raw, addFault } = cells;
  return {
    load,
    raw,
    addFault,
    ...createTextCells(cells),
    ...createTimeCells(cells),
    ...createNumberCells(cells),
    get faults() {
      return cells.faults;
    },
  };
}
