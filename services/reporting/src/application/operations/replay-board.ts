import { categoryOf, notFound } from '@kcn/kernel';
import type { LogEntry, ReplayResult } from '@kcn/messaging';
import { rebuildFromLog } from '@kcn/messaging';
import { scopeOf } from '../ports';
import type { Generations, Source, Sources } from '../ports';

export interface ReplayOptions {
  readonly sources: Sources;
  readonly generations: Generations & {
    begin(board: string): Promise<number>;
    activate(board: string, generation: number): Promise<void>;
    remove(board: string, generation: number): Promise<void>;
  };
}

export interface ProjectionReplay {
  readonly generation: number;
  /** Of the registry's log. */
  readonly settled: number;
}

/** Builds a board's projection anew from the sources' logs, or tries again what failed. */
export function createReplay({ sources, generations }: ReplayOptions) {
  const fill = (source: Source, board: string, generation: number, onProgress?: (position: number) => void) =>
    rebuildFromLog({
      applier: source.applier,
      board,
      scope: scopeOf(generation),
      readLog: (of, after) => source.log.readLog(of, after),
      ...(onProgress ? { onProgress } : {}),
    });

  /** Heads of the logs to read. A service beside the registry that is away matters only where something has come from it. */
  async function headsOf(board: string, generation: number): Promise<{ source: Source; position: number }[]> {
    const heads = await Promise.all(
      sources.map(async (source) => {
        try {
          return { source, position: (await source.log.head(board)).position };
        } catch (error) {
          const { handled, highest } = await source.applier.settled(board, scopeOf(generation));
          if (source.name === 'registry' || categoryOf(error) !== 'unavailable' || handled + highest > 0) throw error;
          return undefined;
        }
      }),
    );
    return heads.flatMap((head) => head ?? []);
  }

  return {
    /**
     * Fills a new generation beside the one that counts, then switches. The one before is kept until the next replay, for
     * readers that have it open; older ones go.
     * @param report told 0–100
     */
    async projection(board: string, report: (percent: number) => Promise<void>): Promise<ProjectionReplay> {
      const before = await generations.active(board);
      const heads = await headsOf(board, before);
      const whole = heads.reduce((sum, { position }) => sum + position, 0);
      if (whole === 0) throw notFound('unknown_board', { vi: `Không có ban quản lý "${board}"`, en: `There is no board "${board}"` });
      const generation = await generations.begin(board);
      let told = 0;
      let done = 0;
      for (const { source, position } of heads) {
        await fill(source, board, generation, (at) => {
          const percent = Math.floor(((done + at) / whole) * 90);
          if (percent < told + 5) return;
          told = percent;
          void report(percent).catch(() => undefined);
        });
        done += position;
      }
      await generations.activate(board, generation);
      // What went to the old generation meanwhile is in the logs too.
      for (const { source } of heads) await fill(source, board, generation);
      const [registry] = sources;
      const { settled } = await registry.applier.settled(board, scopeOf(generation));
      await report(95);
      for (let old = before - 1; old > 0 && old >= before - OLD_KEPT; old -= 1) await generations.remove(board, old);
      return { generation, settled };
    },

    /** Dead letters and what waits behind them, with the content that the sources' logs have. */
    async deadLetters(board: string): Promise<ReplayResult> {
      const scope = scopeOf(await generations.active(board));
      let [replayed, remaining] = [0, 0];
      for (const source of sources) {
        const result = await source.applier.replayDeadLetters(board, {
          scope,
          readEntry: (position) => readEntry(source, board, position),
        });
        replayed += result.replayed;
        remaining += result.remaining;
      }
      return { replayed, remaining };
    },
  };

  async function readEntry({ log }: Source, board: string, position: number): Promise<LogEntry | undefined> {
    for await (const [first] of log.readLog(board, position - 1)) return first;
    return undefined;
  }
}

/** Generations looked back for remains; each replay removes those before the one it replaced. */
const OLD_KEPT = 10;

export type Replay = ReturnType<typeof createReplay>;
