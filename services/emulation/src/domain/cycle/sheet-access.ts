import type { Bloc } from '../bloc/bloc';
import { isCheckerOf } from '../bloc/bloc';
import type { CycleState } from './year-cycle';
import { sheetCounts } from './freeze';

export interface SheetReading {
  readonly bloc: Bloc;
  readonly state: CycleState;
  readonly reader: string;
  /** Whose sheet. */
  readonly member: string;
  readonly handedIn: boolean;
}

/**
 * Whether a member may read another's sheet: the year's leader, its deputy and the drawn checker, from hand-in to freeze. To
 * everybody else the sheet does not exist, so a refusal is a 404. The member itself always reads its own.
 */
export function mayReadSheet({ bloc, state, reader, member, handedIn }: SheetReading): boolean {
  if (reader === member) return true;
  return handedIn && sheetCounts(state) && isCheckerOf(bloc, { checker: reader, member });
}
