import { createApiClient } from '../platform/api-client';
import type { Platform } from '../platform/platform';
import { until } from '../platform/until';
import type { Fault } from './fault';

/** Twice the session of a consumer and more than twice the lease of a relay. */
const FROZEN_FOR_MS = 12_000;
/** DESIGN's bound for a takeover is 8 s; the rest is for what piled up meanwhile. */
const TAKEN_OVER_WITHIN_MS = 20_000;

/**
 * The second copies of both services are stopped in their tracks (SIGSTOP) while they hold the relay's lease and partitions; the
 * first ones must take over; then the frozen ones wake up (SIGCONT) and go on with whatever they were about to write.
 */
export const freezeSecondCopies = (board: string): Fault => ({
  name: 'SIGSTOP the second copies until the first have taken over, then SIGCONT',
  async strike(platform) {
    const [registry, frozenRegistry] = platform.registries;
    const [reporting, frozenReporting] = platform.reportings;
    if (!registry || !frozenRegistry || !reporting || !frozenReporting) throw new Error('the platform has no second copies');
    // The relay's lease passes to the second copy by the first one's end.
    await registry.stop();
    await registry.start();
    frozenRegistry.kill('SIGSTOP');
    frozenReporting.kill('SIGSTOP');
    const frozenAt = performance.now();
    try {
      const positions = await headOf(platform, board);
      await until(async () => (await publishedOf(platform, board)) >= positions, {
        what: 'the first registry to take over the relay',
        timeoutMs: TAKEN_OVER_WITHIN_MS,
      });
      const operator = createApiClient({
        baseUrls: [reporting.url],
        token: await platform.token({ subject: 'an.operator', roles: ['operator'] }),
      });
      await until(
        async () => {
          const { body } = await operator.get(`/v1/boards/${board}/status`);
          return Number((body as { settled: { registry: number } }).settled.registry) >= positions;
        },
        { what: 'the first reporting process to take over the partitions', timeoutMs: TAKEN_OVER_WITHIN_MS },
      );
      const leftMs = FROZEN_FOR_MS - (performance.now() - frozenAt);
      if (leftMs > 0) await new Promise((resolve) => setTimeout(resolve, leftMs));
    } finally {
      frozenRegistry.kill('SIGCONT');
      frozenReporting.kill('SIGCONT');
    }
  },
});

interface Positioned {
  readonly _id: string;
  readonly position: number;
}

const positionIn =
  (collection: string) =>
  async ({ registryDb }: Platform, board: string): Promise<number> =>
    Number((await registryDb.collection<Positioned>(collection).findOne({ _id: board }))?.position ?? 0);

const headOf = positionIn('log_heads');
const publishedOf = positionIn('relay_checkpoints');
