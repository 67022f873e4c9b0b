import { setTimeout as pause } from 'node:timers/promises';
import { translateMongoError } from '@kcn/messaging';
import type { BillingRun, RunState, Runs } from '../../application/ports';

/** How long whoever asked for work on a run waits for its end before being told to ask again later. */
const PATIENCE_MS = 5_000;
const EVERY_MS = 25;

/**
 * Small runs are done before anybody needs to be told to come back.
 * @throws DomainError unavailable when the database was away all that time; what was asked for is recorded nevertheless
 */
export const createSettledRun =
  ({ runs }: { readonly runs: Pick<Runs, 'find'> }) =>
  async (board: string, id: string, states: readonly RunState[]): Promise<BillingRun | undefined> => {
    const deadline = performance.now() + PATIENCE_MS;
    for (;;) {
      const isOver = performance.now() > deadline;
      try {
        const run = await runs.find(undefined, board, id);
        if (!run || !states.includes(run.state) || run.failure || isOver) return run;
      } catch (error) {
        if (isOver) throw translateMongoError(error);
      }
      await pause(EVERY_MS);
    }
  };
