import { join } from 'node:path';
import { borrowServers, eventually, freshDatabase, spawnService, testTokens } from '@kcn/testkit';
import type { SpawnedService } from '@kcn/testkit';
import { manyContracts } from './spec-support/many-contracts';

/** The built service: run `npm run build` first. */
const MAIN = join(__dirname, '../dist/main.js');
const CONTRACTS = 9_000;

const portOf = async (service: SpawnedService): Promise<string> => {
  const line = JSON.parse(await service.waitForLine(/"HTTP listening"/i)) as { port: number };
  return String(line.port);
};

// 9,004 rows are three transactions, and one more that says that it is whole.
test.each([
  ['before-commit:3', 'some'],
  ['after-commit-before-answer:2', 'some'],
  ['after-commit-before-answer:3', 'all'],
])(
  'killed at %s with %s of it written, a large import is finished by the next process, each row once',
  async (crashAt, written) => {
    const database = await freshDatabase('fees');
    const tokens = await testTokens();
    const env = {
      ...tokens.env,
      KCN_HTTP_PORT: '0',
      KCN_GRPC_PORT: '0',
      KCN_MONGO_URL: database.uri,
      KCN_KAFKA_BROKERS: borrowServers().kafkaBrokers.join(','),
      KCN_REDIS_URL: borrowServers().redisUrl,
    };
    const { connection } = database;
    const first = await spawnService(MAIN, { ...env, KCN_CRASH_AT: crashAt });
    let second: SpawnedService | undefined;
    try {
      const token = await tokens.sign({ sub: 'recorder', roles: ['recorder', 'reader'] });
      const call = (port: string, path: string, init: RequestInit = {}): Promise<Response> =>
        fetch(`http://127.0.0.1:${port}/v1/boards/kill/${path}`, {
          ...init,
          headers: { authorization: `Bearer ${token}`, 'idempotency-key': 'big' },
        });
      const send = (port: string): Promise<Response> => {
        const body = new FormData();
        for (const [name, content] of Object.entries(manyContracts(CONTRACTS)))
          body.append(name, new Blob([new Uint8Array(content)]), name);
        return call(port, 'imports?mode=apply', { method: 'POST', body });
      };
      // It dies while somebody waits for the answer, or after five seconds' patience.
      await send(await portOf(first)).catch(() => undefined);
      expect((await first.ended).signal).toBe('SIGKILL');
      const before = await connection.collection('records').countDocuments();
      const total = CONTRACTS + 4;
      expect(before).toBeGreaterThan(0);
      expect(before < total ? 'some' : 'all').toBe(written);

      second = await spawnService(MAIN, env);
      const port = await portOf(second);
      await eventually(async () => ((await connection.collection('import_gates').countDocuments()) === 0 ? true : undefined), {
        describe: 'the import is whole',
        timeoutMs: 150_000,
      });
      expect(await connection.collection('records').countDocuments()).toBe(total);
      expect(await connection.collection('record_versions').countDocuments()).toBe(total);
      expect(await connection.collection('event_log').countDocuments()).toBe(total);
      expect(await connection.collection('import_files').countDocuments()).toBe(0);
      const replay = await send(port);
      expect([replay.status, replay.headers.get('idempotency-replayed')]).toEqual([201, 'true']);
      expect(await replay.json()).toMatchObject({ status: 'applied', progress: { done: total, total }, last_position: total });
    } finally {
      await first.kill();
      await second?.kill('SIGTERM');
      await database.drop();
      await tokens.drop();
    }
    // A transaction whose client was killed holds its documents until the server ends it, after 60 s by default.
  },
  200_000,
);
