import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { mongo } from 'mongoose';
import type { Measure } from '../measure/measure';
import type { Outcome } from '../platform/api-client';
import type { Platform } from '../platform/platform';
import { until } from '../platform/until';
import type { Fault } from './fault';

const ANSWERED_WITHIN_MS = 2_000;
const BEYOND_FLOOR_MS = 1_000;
const PROBE_EVERY_MS = 50;
/** Longer than any answer may take, so that one that hangs is seen to. */
const PROBE_TIMEOUT_MS = 15_000;

interface Probe {
  readonly sentAt: number;
  answeredAt: number;
  outcome: Outcome | undefined;
}

/**
 * MongoDB is killed and comes back after `awayMs`; beside the load a POST goes out every 50 ms whatever becomes of the earlier
 * ones, and a bare client writes as it can: its outage is the floor of ours.
 */
export const killMongo = ({ awayMs }: { readonly awayMs: number }): Fault => ({
  name: 'kill -9 MongoDB',
  async strike(platform) {
    const posts = await probePosts(platform);
    const bare = probeBareWrites(platform.servers.mongo.address);
    await until(() => Promise.resolve(posts.accepted() > 0 && bare.writtenAt.length > 0), { what: 'both probes', timeoutMs: 30_000 });
    const killedAt = performance.now();
    await platform.servers.mongo.kill();
    const goneAt = performance.now();
    await pause(awayMs);
    const restartedAt = performance.now();
    await platform.servers.mongo.restart();
    await Promise.all(
      platform.processes.map((one) => until(one.isReady, { what: `${one.name} to be ready after MongoDB`, timeoutMs: 60_000 })),
    );
    const backAt = performance.now();
    const acceptedBefore = posts.accepted();
    await until(() => Promise.resolve(posts.accepted() > acceptedBefore && (bare.writtenAt.at(-1) ?? 0) > restartedAt), {
      what: 'writes after MongoDB',
      timeoutMs: 60_000,
    });
    await bare.stop();
    const probes = await posts.stop();
    return [...judgeOutage(probes, bare.writtenAt, killedAt), ...judgeAnswers(probes, { killedAt, goneAt, restartedAt, backAt })];
  },
});

/** From the last success before the kill to the first one after it. */
function outageMs(successes: readonly number[], killedAt: number): number {
  const last = successes.findLast((at) => at <= killedAt) ?? killedAt;
  // A success that was under way when the kill came is no end of the outage.
  const first = successes.find((at) => at > killedAt + 100) ?? Number.POSITIVE_INFINITY;
  return first - last;
}

const statusOf = ({ outcome }: Probe): number => (outcome?.kind === 'answered' ? outcome.answer.status : 0);

function judgeOutage(probes: readonly Probe[], bareWrites: readonly number[], killedAt: number): Measure[] {
  const accepted = probes.filter((probe) => statusOf(probe) === 201).map(({ answeredAt }) => answeredAt);
  const floor = outageMs(bareWrites, killedAt);
  const value = outageMs(
    accepted.sort((a, b) => a - b),
    killedAt,
  );
  return [{ demand: "D3 outage, a bare client's + 1 s", value, unit: 'ms', is: 'at most', bound: floor + BEYOND_FLOOR_MS, floor }];
}

interface Outage {
  readonly killedAt: number;
  readonly goneAt: number;
  readonly restartedAt: number;
  readonly backAt: number;
}

function judgeAnswers(probes: readonly Probe[], { killedAt, goneAt, restartedAt, backAt }: Outage): Measure[] {
  const isRefusal = (probe: Probe): boolean =>
    statusOf(probe) === 503 && probe.outcome?.kind === 'answered' && Number(probe.outcome.answer.headers.get('retry-after')) > 0;
  // Those under way when the kill came wait for an answer as well.
  const concerned = probes.filter(({ sentAt, answeredAt }) => answeredAt >= killedAt && sentAt < backAt);
  const whileAway = probes.filter(({ sentAt, answeredAt }) => sentAt >= goneAt && answeredAt < restartedAt);
  return [
    {
      demand: 'D3 slowest answer to a POST',
      value: Math.max(...concerned.map(({ sentAt, answeredAt }) => answeredAt - sentAt)),
      unit: 'ms',
      is: 'at most',
      bound: ANSWERED_WITHIN_MS,
    },
    {
      demand: 'D3 answers other than 503 with Retry-After meanwhile',
      value: whileAway.filter((probe) => !isRefusal(probe)).length,
      unit: 'answers',
      is: 'at most',
      bound: 0,
    },
  ];
}

/** One POST every 50 ms to a board of its own, never waiting for an answer. */
async function probePosts(platform: Platform): Promise<{ accepted(): number; stop(): Promise<readonly Probe[]> }> {
  const client = await platform.client('registry', { subject: 'a.prober', roles: ['recorder'] });
  const board = `probe-${randomUUID().slice(0, 8)}`;
  const probes: Probe[] = [];
  const open = new Set<Promise<void>>();
  const post = (number: number): void => {
    const probe: Probe = { sentAt: performance.now(), answeredAt: Number.POSITIVE_INFINITY, outcome: undefined };
    probes.push(probe);
    const day = new Date(Date.UTC(2000, 0, 1 + number)).toISOString().slice(0, 10);
    const row = { date: day, currency: 'USD', vnd_per_unit: '23000', source: '' };
    const sent = client
      .send('POST', `/v1/boards/${board}/records/exchange-rates`, row, { key: `${board}-${day}`, timeoutMs: PROBE_TIMEOUT_MS })
      .then((outcome) => {
        probe.outcome = outcome;
        probe.answeredAt = performance.now();
      })
      .finally(() => open.delete(sent));
    open.add(sent);
  };
  let number = 0;
  const timer = setInterval(() => post((number += 1)), PROBE_EVERY_MS);
  return {
    accepted: () => probes.filter((probe) => statusOf(probe) === 201).length,
    async stop() {
      clearInterval(timer);
      await Promise.all(open);
      return probes;
    },
  };
}

/** Inserts one document after the other with the same care (majority, journal), and does nothing else. */
function probeBareWrites(address: string): { readonly writtenAt: readonly number[]; stop(): Promise<void> } {
  const client = new mongo.MongoClient(address, {
    serverSelectionTimeoutMS: 500,
    connectTimeoutMS: 500,
    heartbeatFrequencyMS: 500,
    minHeartbeatFrequencyMS: 50,
    writeConcern: { w: 'majority', journal: true },
  });
  const writtenAt: number[] = [];
  const stopping = new AbortController();
  const writing = (async () => {
    const documents = client.db('floor').collection('writes');
    while (!stopping.signal.aborted) {
      try {
        await documents.insertOne({});
        writtenAt.push(performance.now());
        await pause(PROBE_EVERY_MS / 2);
      } catch {
        await pause(20);
      }
    }
  })();
  return {
    writtenAt,
    async stop() {
      stopping.abort();
      await writing;
      await client.close();
    },
  };
}
