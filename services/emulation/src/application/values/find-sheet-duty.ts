import type { Seal } from '../../domain/keys/seal';
import type { EmulationSheet } from '../../domain/sheets/sheet';
import { readSheet } from '../../domain/sheets/sheet';
import type { BlocYear } from '../bloc/ports';
import type { LedYear, LedYears } from '../cycle/find-led-year';
import type { FindYearState } from '../cycle/find-year-state';
import type { ReceivedSheets } from '../pull/ports';
import type { Duty } from '../read-sheets';
import { dutyOf } from '../read-sheets-ports';
import type { SignedRevisions } from '../sheets/ports';

export interface SheetDutyOptions {
  readonly ledYears: LedYears;
  readonly stateOf: FindYearState;
  readonly revisions: Pick<SignedRevisions, 'after'>;
  readonly received: Pick<ReceivedSheets, 'accepted'>;
  readonly seal: Seal;
}

/** A member's sheet as a reader with a duty may see it. */
export interface SheetInDuty {
  readonly led: LedYear;
  readonly duty: Duty;
  /** As it was signed; undefined where the leader typed the member's scores in from paper, or nothing is handed in yet. */
  readonly sheet: EmulationSheet | undefined;
}

/**
 * The duty of a board towards a member's sheet in a bloc's year. Leader, deputy and drawn checker have one from hand-in to
 * freeze, the member always; for everybody else there is nothing.
 */
export const createFindSheetDuty =
  ({ ledYears, stateOf, revisions, received, seal }: SheetDutyOptions) =>
  async (acting: BlocYear, member: string): Promise<SheetInDuty | undefined> => {
    const led = await ledYears.find(acting);
    if (!led?.set.bloc.members.some(({ id }) => id === member)) return undefined;
    const taken = (await received.accepted(led.name)).find((one) => one.member === member);
    const signed = (await revisions.after({ ...acting, board: member }, 0)).at(-1);
    const jws = taken?.jws ?? signed?.jws;
    const opened = jws && seal.open(jws);
    if (opened && 'fault' in opened) throw new Error(`the sheet of ${member} cannot be read any more: ${opened.fault}`);
    const typed = led.set.rows.some((row) => row.member === member && row.self !== undefined);
    const duty = dutyOf(led.set.bloc, {
      ...{ reader: acting.board, member, state: await stateOf(led.name) },
      handedIn: jws !== undefined || typed,
    });
    return duty && { led, duty, sheet: opened && readSheet(opened.document.value) };
  };

export type FindSheetDuty = ReturnType<typeof createFindSheetDuty>;
