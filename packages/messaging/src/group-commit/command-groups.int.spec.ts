import { idempotencySuite } from '@kcn/testkit';
import { DomainError, unavailable } from '@kcn/kernel';
import type { CrashPoints } from '../crash-points/crash-points';
import { createIdempotencyStore } from '../idempotency/idempotency-store';
import { createEventLog } from '../log/event-log';
import type { LogEntry } from '../log/log-entry';
import type { Connection } from '../mongo/database';
import { databaseOf } from '../mongo/database';
import { addTo, counterStore } from '../testing/counter-units';
import { connectAgain, freshConnection, mongoUrl } from '../testing/fresh';
import { startProxy } from '../testing/tcp-proxy';
import { connectMongo } from '../mongo/connect-mongo';
import { createCommandGroups } from './command-groups';

const BOARD = 'hung-yen';

async function setUp(connection: Connection, options: { crashPoints?: CrashPoints; maxQueued?: number; maxGroupSize?: number } = {}) {
  const log = createEventLog({ connection });
  const store = counterStore(connection);
  const idempotency = createIdempotencyStore({ connection });
  await Promise.all([
    log.ensureIndexes(),
    idempotency.ensureIndexes(),
    databaseOf(connection)
      .createCollection('counters')
      .catch(() => undefined),
  ]);
  const groups = createCommandGroups({ connection, log, store, idempotency, ...options });
  return { log, store, idempotency, groups };
}

async function readLog(connection: Connection): Promise<LogEntry[]> {
  const all: LogEntry[] = [];
  for await (const chunk of createEventLog({ connection }).read(BOARD, 0)) all.push(...chunk);
  return all;
}

const codeOf = (error: unknown): string => (error instanceof DomainError ? error.code : String(error));

describe('group commit', () => {
  let connection: Awaited<ReturnType<typeof freshConnection>>;
  beforeEach(async () => {
    connection = await freshConnection();
  });
  afterEach(() => connection.drop());

  test('200 commands at once over 7 units: documents, log and responses agree, in few transactions', async () => {
    const { groups, store } = await setUp(connection);
    const outcomes = await Promise.all(
      Array.from({ length: 200 }, (_, index) =>
        groups.execute(addTo(`unit:${(index % 7).toString()}`, index, { key: `k${index.toString()}` })),
      ),
    );
    const entries = await readLog(connection);
    expect(entries).toHaveLength(200);
    expect(outcomes.map((outcome) => outcome.firstPosition).sort((a, b) => (a ?? 0) - (b ?? 0))).toEqual(
      entries.map((entry) => entry.position),
    );
    const documents = await store.all();
    expect(documents.reduce((sum, one) => sum + one.total, 0)).toBe((199 * 200) / 2);
    for (const { _id, version, total } of documents) {
      const own = entries.filter((entry) => `${BOARD}/${entry.aggregate}` === _id);
      expect(own.map((entry) => entry.aggregateVersion)).toEqual(own.map((_, index) => index + 1));
      expect(version).toBe(own.length);
      expect(own.reduce((sum, entry) => sum + Number(Buffer.from(entry.payload).toString()), 0)).toBe(total);
    }
    expect(await databaseOf(connection).collection('idempotency_keys').countDocuments()).toBe(200);
    expect(store.loads.count).toBeLessThan(60);
    await groups.stop();
  });

  test('two processes at once lose nothing and double nothing', async () => {
    const other = await connectAgain(connection);
    const [one, two] = [await setUp(connection), await setUp(other)];
    await Promise.all(
      Array.from({ length: 60 }, (_, index) =>
        (index % 2 === 0 ? one : two).groups.execute(addTo(`unit:${(index % 3).toString()}`, 1, { key: `k${index.toString()}` })),
      ),
    );
    const entries = await readLog(connection);
    expect(entries.map((entry) => entry.position)).toEqual(Array.from({ length: 60 }, (_, index) => index + 1));
    expect((await one.store.all()).map((document) => [document.total, document.version])).toEqual([
      [20, 20],
      [20, 20],
      [20, 20],
    ]);
    await other.close();
  });

  test('a refused command spoils nothing for its group', async () => {
    const { groups } = await setUp(connection);
    const results = await Promise.allSettled([
      groups.execute(addTo('unit:1', 1)),
      groups.execute(addTo('unit:2', -1)),
      groups.execute(addTo('unit:3', 1)),
    ]);
    expect(results.map((result) => (result.status === 'fulfilled' ? 'done' : codeOf(result.reason)))).toEqual([
      'done',
      'below_zero',
      'done',
    ]);
    expect(await readLog(connection)).toHaveLength(2);
  });

  test('positions stay gapless when a group has fewer events than commands, more, or none', async () => {
    const { groups, log } = await setUp(connection);
    await groups.execute(addTo('unit:1', 1));
    const mixed = await Promise.allSettled([
      groups.execute(addTo('unit:1', 1)),
      groups.execute(addTo('unit:2', -1)),
      groups.execute(addTo('unit:3', 1)),
    ]);
    expect(mixed.map((result) => (result.status === 'fulfilled' ? result.value.lastPosition : codeOf(result.reason)))).toEqual([
      2,
      'below_zero',
      3,
    ]);
    const one = addTo('unit:4', 1);
    const two = await groups.execute({
      ...one,
      decide: (...args) => {
        const decision = one.decide(...args);
        return { ...decision, events: [...decision.events, ...decision.events] };
      },
    });
    expect([two.firstPosition, two.lastPosition, two.version]).toEqual([4, 5, 2]);
    await expect(groups.execute(addTo('unit:2', -1))).rejects.toMatchObject({ code: 'below_zero' });
    expect((await log.head(BOARD)).position).toBe(5);
    expect(await groups.execute(addTo('unit:1', 1))).toMatchObject({ firstPosition: 6, response: { total: 3, version: 3 } });
    expect((await readLog(connection)).map((entry) => entry.position)).toEqual([1, 2, 3, 4, 5, 6]);
    expect((await log.head(BOARD)).position).toBe(6);
  });

  test('what another process writes while units are being loaded is seen', async () => {
    const { log, store, idempotency } = await setUp(connection);
    const other = await setUp(await connectAgain(connection));
    let interfere = (): Promise<unknown> => Promise.resolve();
    let hasRead = (): void => undefined;
    const groups = createCommandGroups({
      connection,
      log: {
        ...log,
        reserve: async (...args) => {
          await interfere();
          return log.reserve(...args);
        },
      },
      store: {
        ...store,
        load: async (...args) => {
          const loaded = await store.load(...args);
          hasRead();
          return loaded;
        },
      },
      idempotency,
    });
    await groups.execute(addTo('unit:1', 1));
    const read = new Promise<void>((resolve) => (hasRead = resolve));
    interfere = async () => {
      interfere = () => Promise.resolve();
      await read;
      await other.groups.execute(addTo('unit:1', 10));
    };
    expect(await groups.execute(addTo('unit:1', 1))).toMatchObject({ response: { total: 12, version: 3 } });
    expect(await store.all()).toMatchObject([{ total: 12, version: 3 }]);
  });

  test('a command that breaks the transaction is found out by trying each alone', async () => {
    const { groups } = await setUp(connection);
    const breaking = {
      ...addTo('unit:2', 1),
      decide: () => ({
        state: { total: 1 },
        events: [{ type: 't', payload: Buffer.alloc(1), actor: 'a', cause: { $where: 1n } as never, reason: 'x'.repeat(17_000_000) }],
        response: null,
      }),
    };
    const results = await Promise.allSettled([
      groups.execute(addTo('unit:1', 1)),
      groups.execute(breaking),
      groups.execute(addTo('unit:3', 1)),
    ]);
    expect(results.map((result) => result.status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect((await readLog(connection)).map((entry) => entry.aggregate)).toEqual(['unit:1', 'unit:3']);
  });

  test('a precondition on another unit sees what the group before it did', async () => {
    const { groups } = await setUp(connection);
    const results = await Promise.allSettled([
      groups.execute(addTo('limit', 10)),
      groups.execute(addTo('unit:1', 8, { limit: 'limit' })),
      groups.execute(addTo('unit:2', 11, { limit: 'limit' })),
    ]);
    expect(results.map((result) => (result.status === 'fulfilled' ? 'done' : codeOf(result.reason)))).toEqual([
      'done',
      'done',
      'over_limit',
    ]);
  });

  test('an expired command is dropped without effect, and a full queue refuses at once', async () => {
    const { groups } = await setUp(connection, { maxQueued: 3 });
    await expect(groups.execute(addTo('unit:1', 1, { waitMs: 0 }))).rejects.toMatchObject({
      code: 'deadline_exceeded',
      category: 'unavailable',
    });
    const results = await Promise.allSettled(Array.from({ length: 8 }, () => groups.execute(addTo('unit:1', 1))));
    expect(results.flatMap((result) => (result.status === 'rejected' ? [codeOf(result.reason)] : []))).toEqual(
      Array.from({ length: 5 }, () => 'overloaded'),
    );
    expect(await readLog(connection)).toHaveLength(3);
    await groups.stop();
    await expect(groups.execute(addTo('unit:1', 1))).rejects.toMatchObject({ code: 'stopping' });
  });

  test('killed before the commit: no effect at all; killed after it: the repetition gets the first response', async () => {
    let point: string | undefined;
    const crashPoints: CrashPoints = {
      reach(name) {
        if (name !== point) return;
        point = undefined;
        throw unavailable('killed', { vi: 'Bị dừng', en: 'Killed' });
      },
    };
    const { groups, store } = await setUp(connection, { crashPoints, maxGroupSize: 1 });
    point = 'before-commit';
    // The lone command is settled from its key, which is not there.
    await expect(groups.execute(addTo('unit:1', 5, { key: 'a' }))).rejects.toMatchObject({ code: 'killed' });
    expect(await store.all()).toEqual([]);
    expect(await createEventLog({ connection }).head(BOARD)).toEqual({ position: 0 });
    point = 'after-commit-before-answer';
    expect(await groups.execute(addTo('unit:1', 5, { key: 'a' }))).toMatchObject({ replayed: true, response: { total: 5, version: 1 } });
    expect(await groups.execute(addTo('unit:1', 5, { key: 'a' }))).toMatchObject({ replayed: true, response: { total: 5, version: 1 } });
    expect(await readLog(connection)).toHaveLength(1);
  });

  describe('a commit whose answer is lost', () => {
    /** Two commands whose commit the server hears and whose answer it cannot give; then the connections break for a while. */
    async function loseAnswer(downForMs: number, then: (run: () => Promise<unknown[]>) => Promise<void>): Promise<void> {
      const url = new URL(mongoUrl(connection.name));
      const proxy = await startProxy({ host: url.hostname, port: Number(url.port) });
      url.host = `127.0.0.1:${proxy.port.toString()}`;
      url.search = '?directConnection=true';
      let cutAt: number | undefined;
      const throughProxy = await connectMongo(url.toString(), { serverSelectionTimeoutMs: 500 });
      try {
        let reached = 0;
        const crashPoints: CrashPoints = {
          reach(name) {
            if (name !== 'before-commit') return;
            reached += 1;
            // From here on the server hears us and we do not hear it, until the connections break.
            if (reached === cutAt) proxy.swallowRepliesThenBreak({ afterMs: 100, downForMs });
          },
        };
        const { groups } = await setUp(throughProxy, { crashPoints });
        await groups.execute(addTo('unit:1', 1, { key: 'warm' }));
        cutAt = 2;
        await then(async () => {
          const outcomes = await Promise.allSettled([
            groups.execute(addTo('unit:1', 5, { key: 'a', waitMs: 6_000 })),
            groups.execute(addTo('unit:2', 7, { key: 'b', waitMs: 6_000 })),
          ]);
          return outcomes.map((outcome) => (outcome.status === 'fulfilled' ? outcome.value.response : codeOf(outcome.reason)));
        });
      } finally {
        await throughProxy.close();
        await proxy.stop();
      }
    }

    const theResponses = [
      { total: 6, version: 2 },
      { total: 7, version: 1 },
    ];
    const expectOneEffectEach = async (): Promise<void> =>
      expect((await readLog(connection)).map((entry) => `${entry.aggregate}@${entry.aggregateVersion.toString()}`)).toEqual([
        'unit:1@1',
        'unit:1@2',
        'unit:2@1',
      ]);

    test('is settled by its key when the database is back soon: one effect, the right response', () =>
      loseAnswer(300, async (run) => {
        expect(await run()).toEqual(theResponses);
        await expectOneEffectEach();
      }));

    test('is told as unknown within 2 s when it is not, and its repetition gets the one effect and the right response', () =>
      loseAnswer(3_500, async (run) => {
        const began = performance.now();
        expect(await run()).toEqual(['commit_outcome_unknown', 'commit_outcome_unknown']);
        expect(performance.now() - began).toBeLessThan(2_000);
        let again = await run();
        while (again.some((one) => typeof one === 'string') && performance.now() - began < 15_000) again = await run();
        expect(again).toEqual(theResponses);
        await expectOneEffectEach();
      }));
  });

  test('without a database it answers unavailable within 2 s, and works again as soon as it is back', async () => {
    const url = new URL(mongoUrl(connection.name));
    const proxy = await startProxy({ host: url.hostname, port: Number(url.port) });
    url.host = `127.0.0.1:${proxy.port.toString()}`;
    url.search = '?directConnection=true';
    const throughProxy = await connectMongo(url.toString());
    try {
      const { groups } = await setUp(throughProxy);
      await groups.execute(addTo('unit:1', 1, { key: 'warm' }));
      proxy.goDown();
      const began = performance.now();
      const refused = async (key: string): Promise<number> => {
        await expect(groups.execute(addTo('unit:1', 5, { key, waitMs: 30_000 }))).rejects.toMatchObject({ code: 'database_unavailable' });
        return performance.now() - began;
      };
      // The second waits behind the first, for the same look-out.
      for (const tookMs of await Promise.all([refused('a'), refused('b')])) expect(tookMs).toBeLessThan(2_000);
      await proxy.comeUp();
      expect(await groups.execute(addTo('unit:1', 5, { key: 'a' }))).toMatchObject({ response: { total: 6, version: 2 } });
    } finally {
      await throughProxy.close();
      await proxy.stop();
    }
  });
});

idempotencySuite<number>({
  name: 'a command of a group',
  async makeFixture() {
    const connection = await freshConnection();
    const { groups, store } = await setUp(connection);
    return {
      body: 3,
      otherBody: 4,
      refusedBody: -5,
      async submit(key, body) {
        try {
          const { response, replayed } = await groups.execute(addTo('unit:1', body, { key }));
          return { ok: true, response, replayed };
        } catch (error) {
          return { ok: false, code: codeOf(error) };
        }
      },
      countEffects: async () => (await store.all()).reduce((sum, one) => sum + one.version, 0),
      stop: () => connection.drop(),
    };
  },
});
