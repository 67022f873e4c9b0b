import type { FaultCode } from '../faults/fault-catalogue';
import type { Faults } from '../faults/faults';
import type { RowReader } from './row-reader';

/** How the rows of one import file stand for records. */
export interface Layout<Content, Column extends string = string, Code extends string = FaultCode> {
  /** All of them stand in a file's header, in any order. */
  readonly columns: readonly Column[];
  /** What `read` may note beyond the shared faults, see defineFaults. */
  readonly faults?: Faults<Code>;
  /** The content; it counts only when the reader has noted no fault. */
  read(row: RowReader<Column, Code>): Content;
}

/** A layout; the compiler lets its `read` name only the columns and the faults given. */
export const defineLayout = <const Column extends string, Content, Code extends string = FaultCode>(
  layout: Layout<Content, Column, Code>,
): Layout<Content, Column, Code> => layout;
