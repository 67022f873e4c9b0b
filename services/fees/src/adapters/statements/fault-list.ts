import type { Fault, FaultParams, PlacedFault } from '@kcn/layouts';
import { REPORTED_ERRORS, placeFault } from '@kcn/layouts';
import { statementFaults } from './statement-faults';
import type { StatementFaultCode } from './statement-faults';

/** Where in the file a fault stands; nothing given means the file as a whole. */
export interface FaultPlace {
  readonly line?: number | undefined;
  readonly column?: string;
  /** A statement of the file by its own number, when no line would say it: `Stmt 1002003001-1`. */
  readonly statement?: string;
}

/** The faults of one file, in the order in which they were met. */
export interface FaultList {
  readonly faults: readonly PlacedFault[];
  /** So many that reading on would tell nobody anything; a reader stops then, so hostile files cannot fill the memory. */
  isFull(): boolean;
  add(code: StatementFaultCode, place?: FaultPlace, params?: FaultParams): void;
  /** A fault that the reading of rows met. */
  addFileFault(fault: Fault, line?: number): void;
  /** Takes back the faults on this line: what a cut-off file broke is told once. */
  forgetLine(line: number): void;
}

export function createFaultList(file: string): FaultList {
  let faults: PlacedFault[] = [];
  let stopped = false;
  return {
    get faults() {
      return faults;
    },
    isFull: () => stopped || faults.length >= REPORTED_ERRORS,
    add(code, { line, column, statement } = {}, params = {}) {
      stopped ||= code === 'too_many_lines';
      const placed = placeFault(statementFaults.fault(code, params, column), { file, line });
      faults.push(statement === undefined ? placed : { ...placed, where: `Stmt ${statement}` });
    },
    addFileFault(fault, line) {
      faults.push(placeFault(fault, { file, line }));
    },
    forgetLine(line) {
      faults = faults.filter((fault) => fault.line !== line);
    },
  };
}
