import type { FaultList } from './fault-list';
import type { StatementLine } from './statement';
import { MAX_LINES } from './statement';

/** Knows which references a file has used. */
export interface SeenReferences {
  readonly repeated: number;
  /**
   * True for a line to keep. The same account, reference, day and amount once more is left out; another movement under a
   * reference that is taken is a fault.
   */
  takes(line: StatementLine): boolean;
}

export function createSeenReferences(faults: FaultList, column?: string): SeenReferences {
  const seen = new Map<string, StatementLine>();
  let repeated = 0;
  return {
    get repeated() {
      return repeated;
    },
    takes(line) {
      const key = `${line.account}\n${line.bankRef}`;
      const before = seen.get(key);
      if (!before) {
        if (seen.size === MAX_LINES) faults.add('too_many_lines', { line: line.line }, { max: String(MAX_LINES) });
        seen.set(key, line);
        return true;
      }
      if (before.amount === line.amount && before.bookedOn === line.bookedOn && before.currency === line.currency) repeated += 1;
      else
        faults.add(
          'bank_ref_repeated',
          { line: line.line, ...(column === undefined ? {} : { column }) },
          { value: line.bankRef, line: String(before.line) },
        );
      return false;
    },
  };
}
