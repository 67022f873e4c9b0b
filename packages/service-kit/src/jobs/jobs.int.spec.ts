import { join } from 'node:path';
import { invalid, unavailable } from '@kcn/kernel';
import type { FreshDatabase, SpawnedService } from '@kcn/testkit';
import { borrowServers, dropRedisPrefix, eventually, freshDatabase, freshRedisPrefix, spawnService, startOwnServer } from '@kcn/testkit';
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { z } from 'zod';
import { createSilentLogger } from '../logging/logger';
import { createMetrics } from '../metrics/metrics';
import type { OpenSpan } from '../tracing/spans';
import { inSpan, setTracer } from '../tracing/spans';
import { defineJob } from './define-job';
import { createJobStore } from './job-store';
import type { JobHandler, Jobs, JobsOptions } from './jobs';
import { createJobs } from './jobs';

const LEASE_MS = 1_000;
const job = defineJob({ name: 'sum', payload: z.object({ n: z.number() }), attempts: 3, backoffMs: 50 });
const running: Jobs[] = [];
const processes: SpawnedService[] = [];
let database: FreshDatabase;
let prefix: string;

function jobsWith(options: Partial<JobsOptions> = {}): Jobs {
  const jobs = createJobs({
    connection: database.connection,
    redisUrl: borrowServers().redisUrl,
    prefix,
    logger: createSilentLogger(),
    catalogue: [job],
    leaseMs: LEASE_MS,
    sweepEveryMs: 300,
    drainDeadlineMs: 200,
    ...options,
  });
  running.push(jobs);
  return jobs;
}

async function working(handler: JobHandler<typeof job.payload>, options: Partial<JobsOptions> = {}): Promise<Jobs> {
  const jobs = jobsWith(options);
  jobs.work(job, handler);
  await jobs.start();
  return jobs;
}

async function startProcess(over: { readonly LEASE_MS?: string; readonly CONCURRENCY?: string } = {}): Promise<SpawnedService> {
  const started = await spawnService(join(__dirname, 'worker-to-kill.fixture.cjs'), {
    MONGO_URL: database.uri,
    REDIS_URL: borrowServers().redisUrl,
    PREFIX: prefix,
    LEASE_MS: String(LEASE_MS),
    ...over,
  });
  processes.push(started);
  await started.waitForLine(/^working/);
  return started;
}

const ended = (jobs: Jobs, id: string) =>
  eventually(
    async () => {
      const status = await jobs.findStatus(id);
      return status && (status.state === 'done' || status.state === 'failed') ? status : undefined;
    },
    { describe: `${id} ends` },
  );

const effects = (): Promise<unknown[]> => database.connection.collection('effects').find().project({ _id: 0 }).toArray();

/** A handler that waits until the test lets it go on. */
function gate() {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  let entered: () => void = () => undefined;
  const begun = new Promise<void>((resolve) => (entered = resolve));
  return { begun, open, pass: () => (entered(), opened) };
}

beforeEach(async () => {
  database = await freshDatabase('jobs');
  prefix = freshRedisPrefix();
});

afterEach(async () => {
  await Promise.all(processes.splice(0).map((started) => started.kill()));
  await Promise.all(running.splice(0).map((jobs) => jobs.stop()));
  await database.drop();
  await dropRedisPrefix(prefix);
});

describe('a request', () => {
  it('is run once, however often it is made, and tells how it went', async () => {
    const seen: unknown[] = [];
    const jobs = await working(async ({ n }, attempt) => {
      seen.push([n, attempt.board, attempt.key, attempt.attempt]);
      await attempt.report(40.4);
      return { twice: n * 2 };
    });
    const made = await Promise.all(
      [1, 2, 3, 4].map(() => jobs.request(undefined, job, { board: 'hung-yen', key: '2017', payload: { n: 7 } })),
    );
    expect(made.filter(({ created }) => created)).toHaveLength(1);
    expect(new Set(made.map(({ id }) => id))).toEqual(new Set(['sum/hung-yen/2017']));
    expect(await ended(jobs, 'sum/hung-yen/2017')).toMatchObject({
      state: 'done',
      progress: 100,
      attempt: 1,
      result: { twice: 14 },
      board: 'hung-yen',
      key: '2017',
    });

    // A sentinel behind it: when that is done, a second run of the first would have been seen.
    expect((await jobs.request(undefined, job, { board: 'hung-yen', key: '2017', payload: { n: 8 } })).created).toBe(false);
    const { id } = await jobs.request(undefined, job, { board: 'hung-yen', key: 'sentinel', payload: { n: 1 } });
    await ended(jobs, id);
    expect(seen).toEqual([
      [7, 'hung-yen', '2017', 1],
      [1, 'hung-yen', 'sentinel', 1],
    ]);
  });

  it('belongs to the caller’s transaction: rolled back it never was, committed it runs', async () => {
    // The sweeper is out of play: the commit itself must wake a worker.
    const jobs = await working(({ n }) => Promise.resolve(n), { sweepEveryMs: 600_000 });
    const request = (key: string, fails: boolean): Promise<unknown> =>
      database.connection.transaction(async (session) => {
        await jobs.request(session, job, { board: 'b', key, payload: { n: 1 } });
        // A sentinel behind it, outside the transaction: once it is done, a worker woken before the commit has come and gone.
        await ended(jobs, (await jobs.request(undefined, job, { board: 'b', key: `after-${key}`, payload: { n: 1 } })).id);
        if (fails) throw new Error('roll back');
      });
    await expect(request('a', true)).rejects.toThrow('roll back');
    await request('b', false);
    expect(await ended(jobs, 'sum/b/b')).toMatchObject({ state: 'done' });
    expect(await jobs.findStatus('sum/b/a')).toBeUndefined();
  });

  it('is refused when its payload is wrong or the job unknown', async () => {
    const jobs = jobsWith();
    await expect(jobs.request(undefined, job, { board: 'b', key: 'k', payload: { n: 'x' as unknown as number } })).rejects.toThrow();
    await expect(
      jobs.request(undefined, defineJob({ name: 'other', payload: z.object({}) }), { board: 'b', key: 'k', payload: {} }),
    ).rejects.toThrow(/catalogue/);
    expect(await jobs.findStatus('sum/b/k')).toBeUndefined();
  });
});

it('an attempt belongs to the trace of who asked for it, also when another process runs it', async () => {
  const exporter = new InMemorySpanExporter();
  setTracer(new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }).getTracer('test'));
  try {
    let asker: OpenSpan | undefined;
    const { id } = await inSpan('POST /runs', { kind: 'server' }, (span) => {
      asker = span;
      return jobsWith().request(undefined, job, { board: 'b', key: 'traced', payload: { n: 1 } });
    });
    const jobs = await working(({ n }) => Promise.resolve(n));
    await ended(jobs, id);
    const attempt = await eventually(() => exporter.getFinishedSpans().find(({ name }) => name === 'job sum'), { describe: 'its span' });
    expect(attempt.spanContext().traceId).toBe(asker?.traceId);
    expect(attempt.attributes).toMatchObject({ 'kcn.job.id': id, 'kcn.job.attempt': 1, 'kcn.job.outcome': 'done' });
  } finally {
    setTracer(undefined);
  }
});

describe('a failure', () => {
  it('that may pass is tried again until it passes', async () => {
    let left = 2;
    const jobs = await working(() =>
      left-- > 0 ? Promise.reject(unavailable('down', { vi: 'mất kết nối', en: 'down' })) : Promise.resolve('ok'),
    );
    const { id } = await jobs.request(undefined, job, { board: 'b', key: 'k', payload: { n: 1 } });
    expect(await ended(jobs, id)).toMatchObject({ state: 'done', attempt: 3, result: 'ok' });
    expect((await jobs.findStatus(id))?.error).toBeUndefined();
  });

  it('that never passes fails after the attempts, without telling of bugs, and an operator can try again', async () => {
    let broken = true;
    const metrics = createMetrics({ service: 'test', processMetrics: false });
    const jobs = await working(() => (broken ? Promise.reject(new Error('secret')) : Promise.resolve('ok')), { metrics });
    const { id } = await jobs.request(undefined, job, { board: 'b', key: 'k', payload: { n: 1 } });
    expect(await ended(jobs, id)).toMatchObject({ state: 'failed', attempt: 3, error: { code: 'internal_error' } });
    expect(await metrics.exposition()).toContain('kcn_test_job_requests{job="sum",state="failed"} 1\n');
    broken = false;
    expect(await jobs.retry(id)).toBe(true);
    expect(
      await eventually(async () => ((await jobs.findStatus(id))?.state === 'done' ? jobs.findStatus(id) : undefined), {
        describe: 'it is done',
      }),
    ).toMatchObject({ attempt: 4, result: 'ok' });
    expect(await jobs.retry(id)).toBe(false);
  });

  it('that cannot pass fails at once', async () => {
    const jobs = await working(() => Promise.reject(invalid('bad_period', { vi: 'kỳ sai', en: 'bad period' })));
    const { id } = await jobs.request(undefined, job, { board: 'b', key: 'k', payload: { n: 1 } });
    expect(await ended(jobs, id)).toMatchObject({
      state: 'failed',
      attempt: 1,
      error: { code: 'bad_period', vi: 'kỳ sai', en: 'bad period' },
    });
  });
});

describe('what breaks', () => {
  it('a worker that is killed is taken over, and its work is done once', async () => {
    const jobs = jobsWith();
    await jobs.start();
    const victim = await startProcess();
    const { id } = await jobs.request(undefined, job, { board: 'b', key: 'k', payload: { n: 5 } });
    await victim.waitForLine(/^begun sum\/b\/k 1/);
    await victim.kill('SIGKILL');
    const successor = await startProcess();
    await successor.waitForLine(/^begun sum\/b\/k 2/);
    process.kill(successor.pid, 'SIGUSR2');
    expect(await ended(jobs, id)).toMatchObject({ state: 'done', attempt: 2 });
    expect(await effects()).toEqual([{ by: 'process', n: 5 }]);
  });

  it('a worker that was frozen and wakes after the take-over has neither effect nor say', async () => {
    const zombie = await startProcess();
    const jobs = await working(async ({ n }) => {
      await database.connection.collection('effects').insertOne({ by: 'test', n });
      return { by: 'test' };
    }, {});
    // Only the other process may take the first attempt: ours is kept busy until it has.
    const { id } = await jobs.request(undefined, job, { board: 'b', key: 'first', payload: { n: 1 } });
    const first = await jobs.findStatus(id);
    expect(first).toBeDefined();
    const keys = Array.from({ length: 20 }, (_, index) => `k${String(index)}`);
    let begun: string | undefined;
    for (const key of keys) {
      if (begun) break;
      const made = await jobs.request(undefined, job, { board: 'b', key, payload: { n: 2 } });
      begun = await eventually(
        async () => {
          const line = /^begun (\S+)/m.exec(zombie.output())?.[1];
          return line ?? ((await jobs.findStatus(made.id))?.state === 'done' ? 'nobody' : undefined);
        },
        { describe: 'somebody takes the request' },
      );
      if (begun === 'nobody') begun = undefined;
    }
    if (begun === undefined) throw new Error('the process never got a request');
    process.kill(zombie.pid, 'SIGSTOP');
    expect(await ended(jobs, begun)).toMatchObject({ state: 'done', attempt: 2, result: { by: 'test' } });
    const before = await effects();
    process.kill(zombie.pid, 'SIGCONT');
    process.kill(zombie.pid, 'SIGUSR2');
    await zombie.waitForLine(/^effect refused attempt_lost/);
    expect(await effects()).toEqual(before);
    expect(await jobs.findStatus(begun)).toMatchObject({ state: 'done', result: { by: 'test' } });
  });

  it('a worker that is frozen with one in hand and an eye on the queue is taken over within 8 s by the settings of a service', async () => {
    const frozen = await startProcess({ LEASE_MS: '5000', CONCURRENCY: '2' });
    // What it takes to begin a request while nobody is frozen: a machine that others use as well may need so much longer each time.
    const askedAt = performance.now();
    const { id } = await jobsWith().request(undefined, job, { board: 'b', key: 'in-hand', payload: { n: 1 } });
    await frozen.waitForLine(/^begun sum\/b\/in-hand 1/);
    const slackMs = 5 * (performance.now() - askedAt);
    const jobs = createJobs({
      connection: database.connection,
      redisUrl: borrowServers().redisUrl,
      prefix,
      logger: createSilentLogger(),
      catalogue: [defineJob({ ...job, concurrency: 2 })],
    });
    running.push(jobs);
    jobs.work(job, ({ n }) => Promise.resolve({ by: 'survivor', n }));
    await jobs.start();
    const [queue] = jobs.queues();
    await eventually(async () => ((await queue?.getWorkers()) ?? []).filter(({ flags = '' }) => flags.includes('b')).length === 2, {
      describe: 'both wait for a wake-up',
    });
    process.kill(frozen.pid, 'SIGSTOP');
    const frozenAt = performance.now();
    // Redis gives this one's wake-up to the frozen process, which has waited longer.
    const later = await jobs.request(undefined, job, { board: 'b', key: 'later', payload: { n: 2 } });
    const [laterDone, inHandDone] = await Promise.all(
      [later.id, id].map(async (one) => {
        expect(await ended(jobs, one)).toMatchObject({ state: 'done', result: { by: 'survivor' } });
        return performance.now() - frozenAt;
      }),
    );
    expect(laterDone).toBeLessThan(3_000 + slackMs);
    expect(inHandDone).toBeLessThan(8_000 + slackMs);
  });

  it('what Redis has lost is found in the database and run', async () => {
    const { begun, open, pass } = gate();
    const jobs = await working(async ({ n }) => {
      await pass();
      return n;
    });
    const ids: string[] = [];
    for (const n of [1, 2, 3]) ids.push((await jobs.request(undefined, job, { board: 'b', key: String(n), payload: { n } })).id);
    await begun;
    await dropRedisPrefix(prefix);
    open();
    for (const [index, id] of ids.entries()) expect(await ended(jobs, id)).toMatchObject({ state: 'done', result: index + 1, attempt: 1 });
  });

  it('requests are taken while Redis is down, at once, also by a process started meanwhile, and run when it is back', async () => {
    const redis = await startOwnServer('redis');
    const requestAtOnce = async (jobs: Jobs, key: string): Promise<string> => {
      const startedAt = performance.now();
      const { id, created } = await jobs.request(undefined, job, { board: 'b', key, payload: { n: 9 } });
      expect([created, performance.now() - startedAt < 500]).toEqual([true, true]);
      expect(await jobs.findStatus(id)).toMatchObject({ state: 'queued' });
      return id;
    };
    try {
      await redis.kill();
      const jobs = await working(({ n }) => Promise.resolve(n), { redisUrl: redis.address });
      const first = await requestAtOnce(jobs, 'first');
      await redis.restart();
      expect(await ended(jobs, first)).toMatchObject({ state: 'done', result: 9 });

      await redis.kill();
      await eventually(() => jobs.notReady() !== undefined, { describe: 'the loss of Redis is seen' });
      const second = await requestAtOnce(jobs, 'second');
      await redis.restart();
      expect(await ended(jobs, second)).toMatchObject({ state: 'done', result: 9 });
    } finally {
      await Promise.all(running.splice(0).map((jobs) => jobs.stop()));
      await redis.stop();
    }
  });

  it('a process that stops gives its attempt back at once', async () => {
    const { begun, pass } = gate();
    const stopping = await working(async (_payload, attempt) => {
      void pass();
      await new Promise((_resolve, reject) => {
        attempt.signal.addEventListener('abort', () => {
          reject(new Error('stopped'));
        });
      });
    });
    const { id } = await stopping.request(undefined, job, { board: 'b', key: 'k', payload: { n: 4 } });
    await begun;
    await stopping.stop();
    const store = createJobStore(database.connection, { leaseMs: LEASE_MS });
    expect(await store.find(id)).toMatchObject({ state: 'queued', failures: 0 });
    const next = await working(({ n }) => Promise.resolve(n));
    expect(await ended(next, id)).toMatchObject({ state: 'done', result: 4 });
  });
});

describe('the store', () => {
  it('gives a request to one of many who want it, and refuses what an older attempt still writes', async () => {
    const store = createJobStore(database.connection, { leaseMs: 100 });
    await store.insert({ job: 'sum', board: 'b', key: 'k', payload: {} }, undefined);
    const claims = await Promise.all(Array.from({ length: 8 }, () => store.claim('sum/b/k')));
    const [first, ...others] = claims.filter((claim) => claim !== undefined);
    expect([first?.attempt, others]).toEqual([1, []]);
    const old = first?.attemptToken ?? '';
    const second = await eventually(() => store.claim('sum/b/k'), { describe: 'the lease runs out' });
    expect(second.attempt).toBe(2);
    expect(await store.renew('sum/b/k', old)).toBe(false);
    expect(await store.end('sum/b/k', old, { state: 'done', result: 'zombie' })).toBe(false);
    await database.connection.transaction(async (session) => {
      expect(await store.fence('sum/b/k', old, session)).toBe(false);
      expect(await store.fence('sum/b/k', second.attemptToken, session)).toBe(true);
    });
    expect(await store.end('sum/b/k', second.attemptToken, { state: 'done', result: { $set: '$payload', n: 2n } })).toBe(true);
    expect(await store.find('sum/b/k')).toMatchObject({ state: 'done', result: { $set: '$payload', n: 2 } });
    expect(await store.claim('sum/b/k')).toBeUndefined();
  });
});

describe('a schedule', () => {
  it('requests what its owner says, once for each time, in every process together', async () => {
    const scheduled = defineJob({ name: 'tick', payload: z.object({}), schedule: { cron: '* * * * * *' } });
    const times: string[] = [];
    const make = async (): Promise<Jobs> => {
      const jobs = jobsWith({ catalogue: [scheduled] });
      jobs.work(scheduled, (_payload, { key }) => Promise.resolve(times.push(key)), {
        onSchedule: (at) => Promise.resolve([{ board: 'b', key: at, payload: {} }]),
      });
      await jobs.start();
      return jobs;
    };
    await Promise.all([make(), make()]);
    await eventually(() => times.length >= 3, { describe: 'three ticks' });
    expect(new Set(times).size).toBe(times.length);
    for (const time of times) expect(time).toMatch(/:\d\d\.000Z$/);
  });
});

it('a job whose name does not fit, or that stands twice, is refused at start', () => {
  expect(() => defineJob({ name: 'a:b', payload: z.object({}) })).toThrow();
  expect(() => jobsWith({ catalogue: [job, job] })).toThrow(/one name/);
  const jobs = jobsWith();
  jobs.work(job, () => Promise.resolve());
  expect(() => {
    jobs.work(job, () => Promise.resolve());
  }).toThrow(/two handlers/);
});
