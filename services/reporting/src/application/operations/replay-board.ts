import { notFound } from '@kcn/kernel';
import type { Applier, LogEntry, ReplayResult } from '@kcn/messaging';
import { rebuildFromLog } from '@kcn/messaging';
import { scopeOf } from '../ports';
import type { Generations, RegistryLog } from '../ports';

export interface ReplayOptions {
  readonly applier: Applier;
  readonly generations: Generations & {
    begin(board: string): Promise<number>;
    activate(board: string, generation: number): Promise<void>;
    remove(board: string, generation: number): Promise<void>;
  };
  readonly registryLog: RegistryLog;
}

export interface ProjectionReplay {
  readonly generation: number;
  readonly settled: number;
}

/** Builds a board's projection anew from the registry's log, or tries again what failed. */
export function createReplay({ applier, generations, registryLog }: ReplayOptions) {
  const fill = (board: string, generation: number, onProgress?: (position: number) => void) =>
    rebuildFromLog({
      applier,
      board,
      scope: scopeOf(generation),
      readLog: (of, after) => registryLog.readLog(of, after),
      ...(onProgress ? { onProgress } : {}),
    });

  return {
    /**
     * Fills a new generation beside the one that counts, then switches. The one before is kept until the next replay, for
     * readers that have it open; older ones go.
     * @param report told 0–100
     */
    async projection(board: string, report: (percent: number) => Promise<void>): Promise<ProjectionReplay> {
      const { position } = await registryLog.head(board);
      if (position === 0) throw notFound('unknown_board', { vi: `Không có ban quản lý "${board}"`, en: `There is no board "${board}"` });
      const before = await generations.active(board);
      const generation = await generations.begin(board);
      let told = 0;
      await fill(board, generation, (at) => {
        const percent = Math.floor((at / position) * 90);
        if (percent < told + 5) return;
        told = percent;
        void report(percent).catch(() => undefined);
      });
      await generations.activate(board, generation);
      // What went to the old generation meanwhile is in the log too.
      const { settled } = await fill(board, generation);
      await report(95);
      for (let old = before - 1; old > 0 && old >= before - OLD_KEPT; old -= 1) await generations.remove(board, old);
      return { generation, settled };
    },

    /** Dead letters and what waits behind them, with the content that the registry's log has. */
    async deadLetters(board: string): Promise<ReplayResult> {
      const scope = scopeOf(await generations.active(board));
      return applier.replayDeadLetters(board, { scope, readEntry: (position) => readEntry(board, position) });
    },
  };

  async function readEntry(board: string, position: number): Promise<LogEntry | undefined> {
    for await (const [first] of registryLog.readLog(board, position - 1)) return first;
    return undefined;
  }
}

/** Generations looked back for remains; each replay removes those before the one it replaced. */
const OLD_KEPT = 10;

export type Replay = ReturnType<typeof createReplay>;
