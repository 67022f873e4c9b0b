import { unavailable } from '@kcn/kernel';
import type { Connection, Session } from '@kcn/messaging';
import { inTransaction } from '@kcn/messaging';
import type { Generations, Sources, SummaryStore } from '../ports';
import { sha256Of } from './publish-summary';
import type { VectorResolver } from './resolve-vector';
import { createSettledVector } from './settled-vector';
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

/**
 * Makes a summary of what is recorded now and keeps it.
 * @throws DomainError unavailable while the registry cannot be asked or its events are not settled – try again
 */
export function createSummaryRun({ connection, vectors, summaries, store, sources, generations, waitMs = 10_000 }: SummaryRunOptions) {
  const settledVector = createSettledVector({ vectors, sources, generations, waitMs });

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
