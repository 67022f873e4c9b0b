import { DomainError, unavailable } from '@kcn/kernel';
import type { Instant } from '@kcn/kernel';
import type { Connection, Session } from '@kcn/messaging';
import { inTransaction } from '@kcn/messaging';
import { scopeOf } from '../ports';
import type { Generations, Sources, SummaryStore } from '../ports';
import { sha256Of } from './publish-summary';
import type { Vector, VectorResolver } from './resolve-vector';
import type { Summaries, SummaryName } from './summaries';

/** What a run is told about its attempt. */
export interface RunContext {
  readonly attemptToken: string;
  report(percent: number): Promise<void>;
  /** Makes the transaction fail when another attempt has taken over. */
  fence(session: Session): Promise<void>;
}

export interface RunResult extends SummaryName {
  readonly sha256: string;
  readonly as_of: string;
}

export interface SummaryRunOptions {
  readonly connection: Connection;
  readonly vectors: VectorResolver;
  readonly summaries: Summaries;
  readonly store: SummaryStore;
  readonly sources: Sources;
  readonly generations: Generations;
  /** How long one attempt waits for what was recorded to be settled; default 10,000. */
  readonly waitMs?: number;
}

const stillWaiting = (cause: unknown): DomainError =>
  unavailable('not_settled_in_time', {
    vi: 'Số liệu chưa tính xong, sẽ thử lại',
    en: 'What was recorded is not settled yet, will be tried again',
    cause,
  });

/**
 * Makes a summary of what is recorded now and keeps it.
 * @throws DomainError unavailable while the registry cannot be asked or its events are not settled – try again
 */
export function createSummaryRun({ connection, vectors, summaries, store, sources, generations, waitMs = 10_000 }: SummaryRunOptions) {
  /**
   * What was recorded when the run began. While records keep coming "now" would never be settled, so that the instant which was
   * the newest at first is the one that is waited for, log by log.
   */
  async function settledVector(board: string): Promise<Vector> {
    const [registry] = sources;
    let asOf: Instant | undefined;
    for (let wait = 0; ; wait += 1) {
      try {
        return await vectors.resolve(board, asOf);
      } catch (error) {
        if (!(error instanceof DomainError)) throw error;
        // Another log's database has not reached the instant yet; its clock catches up.
        if (error.code === 'instant_in_future') throw stillWaiting(error);
        if (error.code !== 'not_settled') throw error;
        if (wait === sources.length) throw stillWaiting(error);
        asOf ??= error.params['as_of'] as Instant | undefined;
        const { applier } = sources.find(({ name }) => name === error.params['source']) ?? registry;
        const scope = scopeOf(await generations.active(board));
        await applier.waitUntilSettled(board, Number(error.params['position'] ?? 0), { scope, timeoutMs: waitMs });
      }
    }
  }

  return async (board: string, name: SummaryName, context: RunContext): Promise<RunResult> => {
    await context.report(10);
    const vector = await settledVector(board);
    const { asOf } = vector;
    if (asOf === null)
      throw unavailable('registry_unconfirmed', {
        vi: 'Chưa hỏi được dịch vụ nguồn (đăng ký, thu phí, thi đua), sẽ thử lại',
        en: 'A source (registry, fees, emulation) cannot be asked for the moment, will be tried again',
      });
    await context.report(40);
    const bytes = await summaries.render(vector, name);
    const sha256 = sha256Of(bytes);
    await context.report(80);
    await inTransaction(connection, async (session) => {
      await context.fence(session);
      await store.save(session, { board, ...name, asOf, sha256, bytes }, context.attemptToken);
    });
    return { ...name, sha256, as_of: asOf };
  };
}

export type SummaryRun = ReturnType<typeof createSummaryRun>;
