import type { Jobs, Logger, Part } from '@kcn/service-kit';
import { RULES_VERSION } from '../../domain/rules-version';
import { replayJob, requestIdOf, requestKeyOf } from './catalogue';

export interface RenewOutdatedOptions {
  readonly jobs: Jobs;
  readonly logger: Logger;
  /** Boards whose active generation other rules have made. */
  outdated(): Promise<readonly { readonly board: string; readonly generation: number; readonly rulesVersion: string }[]>;
}

/**
 * At start, asks for a replay of each board whose figures other rules have made. The new generation grows beside the old
 * one and then takes its place; until then nothing is written into the old one, and summaries answer `not_settled`.
 */
export const createRenewOutdated = ({ jobs, logger, outdated }: RenewOutdatedOptions): Part => ({
  name: 'rules',
  async start() {
    for (const { board, generation, rulesVersion } of await outdated()) {
      // The key names what is replaced, so that copies of the service starting together ask for one replay.
      const key = requestKeyOf(`rules ${rulesVersion} to ${RULES_VERSION} from ${generation.toString()}`);
      const { created } = await jobs.request(undefined, replayJob, { board, key, payload: {} });
      // One that failed for good while the registry was away gets another chance with each start.
      if (!created) await jobs.retry(requestIdOf(replayJob, board, key));
      logger.info({ board, from: rulesVersion, to: RULES_VERSION }, 'figures are made anew by new rules');
    }
  },
  stop: () => Promise.resolve(),
});
