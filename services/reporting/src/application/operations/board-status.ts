import type { EventLog, InboxState } from '@kcn/messaging';
import { RULES_VERSION } from '../../domain/rules-version';
import { scopeOf } from '../ports';
import type { Generations, Positions, Source, Sources } from '../ports';

export interface BoardStatus {
  /** Of each log; of a service beside the registry only where anything of the board has come from it. */
  readonly settled: Positions;
  readonly parked: number;
  readonly dead_letters: number;
  readonly generation: number;
  /** By which the stored facts were made. */
  readonly rules_version: string;
  /** Of this process; differs from `rules_version` until the board is replayed. */
  readonly current_rules_version: string;
}

export interface BoardStatusOptions {
  readonly sources: Sources;
  readonly generations: Generations & { rulesVersion(board: string): Promise<string | undefined> };
  readonly ownLog: Pick<EventLog, 'head'>;
}

const settledOf = (states: readonly (readonly [Source, InboxState])[]): { registry: number } => ({
  registry: 0,
  ...Object.fromEntries(
    states.flatMap(([{ name }, { settled, highest }]) => (name === 'registry' || highest > 0 ? [[name, settled]] : [])),
  ),
});

export const createBoardStatus =
  ({ sources, generations, ownLog }: BoardStatusOptions) =>
  async (board: string): Promise<BoardStatus> => {
    const generation = await generations.active(board);
    const [states, own, rulesVersion] = await Promise.all([
      Promise.all(sources.map(async (source) => [source, await source.applier.settled(board, scopeOf(generation))] as const)),
      ownLog.head(board),
      generations.rulesVersion(board),
    ]);
    return {
      settled: { ...settledOf(states), reporting: own.position },
      parked: states.reduce((sum, [, { parked }]) => sum + parked, 0),
      dead_letters: states.reduce((sum, [, { deadLetters }]) => sum + deadLetters, 0),
      generation,
      rules_version: rulesVersion ?? RULES_VERSION,
      current_rules_version: RULES_VERSION,
    };
  };
