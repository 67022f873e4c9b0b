import { DomainError, unavailable } from '@kcn/kernel';
import type { Instant } from '@kcn/kernel';
import { scopeOf } from '../ports';
import type { Generations, Sources } from '../ports';
import type { Vector, VectorResolver } from './resolve-vector';

export interface SettledVectorParts {
  readonly vectors: VectorResolver;
  readonly sources: Sources;
  readonly generations: Pick<Generations, 'active'>;
  /** How long one log is waited for. */
  readonly waitMs: number;
}

const stillWaiting = (cause: unknown): DomainError =>
  unavailable('not_settled_in_time', {
    vi: 'Số liệu chưa tính xong, sẽ thử lại',
    en: 'What was recorded is not settled yet, will be tried again',
    cause,
  });

/**
 * Waits until what is recorded at the first asking is settled. While records keep coming "now" may never be, so that the instant
 * which was the newest at first is the one that is waited for, log by log.
 * @throws DomainError unavailable `not_settled_in_time`, and whatever else the resolver throws
 */
export function createSettledVector({ vectors, sources, generations, waitMs }: SettledVectorParts): (board: string) => Promise<Vector> {
  const [registry] = sources;
  return async (board) => {
    let asOf: Instant | undefined;
    for (let waits = 0; ; waits += 1) {
      try {
        return await vectors.resolve(board, asOf);
      } catch (error) {
        if (!(error instanceof DomainError)) throw error;
        // Another log's database has not reached the instant yet; its clock catches up.
        if (error.code === 'instant_in_future') throw stillWaiting(error);
        if (error.code !== 'not_settled') throw error;
        if (waits === sources.length) throw stillWaiting(error);
        asOf ??= error.params['as_of'] as Instant | undefined;
        const { applier } = sources.find(({ name }) => name === error.params['source']) ?? registry;
        const scope = scopeOf(await generations.active(board));
        await applier.waitUntilSettled(board, Number(error.params['position'] ?? 0), { scope, timeoutMs: waitMs });
      }
    }
  };
}
