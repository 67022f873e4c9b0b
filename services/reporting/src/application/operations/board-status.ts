import type { Applier, EventLog } from '@kcn/messaging';
import { RULES_VERSION } from '../../domain/rules-version';
import { scopeOf } from '../ports';
import type { Generations } from '../ports';

export interface BoardStatus {
  readonly settled: { readonly registry: number; readonly reporting: number };
  readonly parked: number;
  readonly dead_letters: number;
  readonly generation: number;
  /** By which the stored facts were made. */
  readonly rules_version: string;
  /** Of this process; differs from `rules_version` until the board is replayed. */
  readonly current_rules_version: string;
}

export interface BoardStatusOptions {
  readonly applier: Pick<Applier, 'settled'>;
  readonly generations: Generations & { rulesVersion(board: string): Promise<string | undefined> };
  readonly ownLog: Pick<EventLog, 'head'>;
}

export const createBoardStatus =
  ({ applier, generations, ownLog }: BoardStatusOptions) =>
  async (board: string): Promise<BoardStatus> => {
    const generation = await generations.active(board);
    const [state, own, rulesVersion] = await Promise.all([
      applier.settled(board, scopeOf(generation)),
      ownLog.head(board),
      generations.rulesVersion(board),
    ]);
    return {
      settled: { registry: state.settled, reporting: own.position },
      parked: state.parked,
      dead_letters: state.deadLetters,
      generation,
      rules_version: rulesVersion ?? RULES_VERSION,
      current_rules_version: RULES_VERSION,
    };
  };
