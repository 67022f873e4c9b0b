import { z } from 'zod';
import { parseConfig } from './parse-config';
import { authSettings, setting } from './settings';

const schema = z
  .object({
    KCN_HTTP_PORT: setting.port(8081),
    KCN_MONGO_URL: setting.mongoUrl(),
    KCN_KAFKA_BROKERS: setting.brokers(),
    KCN_REDIS_URL: setting.redisUrl(),
    KCN_LOG_LEVEL: setting.logLevel(),
    KCN_BATCH: setting.number({ min: 1, max: 1000, fallback: 500 }),
  })
  .and(authSettings)
  .transform(({ auth, ...env }) => ({
    httpPort: env.KCN_HTTP_PORT,
    mongoUrl: env.KCN_MONGO_URL,
    brokers: env.KCN_KAFKA_BROKERS,
    logLevel: env.KCN_LOG_LEVEL,
    batch: env.KCN_BATCH,
    auth,
  }));

const good = {
  KCN_MONGO_URL: 'mongodb://127.0.0.1:27017/kcn_registry?replicaSet=rs0',
  KCN_KAFKA_BROKERS: 'a:9092, b:9093',
  KCN_REDIS_URL: 'redis://127.0.0.1:6379',
  KCN_JWKS_FILE: '/run/jwks.json',
};

it('reads settings, with defaults for what is absent or empty', () => {
  expect(parseConfig(schema, { ...good, KCN_HTTP_PORT: '', KCN_LOG_LEVEL: undefined, PATH: '/bin' })).toEqual({
    ok: true,
    config: {
      httpPort: 8081,
      mongoUrl: good.KCN_MONGO_URL,
      brokers: ['a:9092', 'b:9093'],
      logLevel: 'info',
      batch: 500,
      auth: { jwks: { file: '/run/jwks.json' }, issuer: 'kcn', audience: 'kcn' },
    },
  });
  const byUrl = parseConfig(schema, { ...good, KCN_JWKS_FILE: '', KCN_JWKS_URL: 'https://id.example/jwks', KCN_HTTP_PORT: '0' });
  expect(byUrl).toMatchObject({ ok: true, config: { httpPort: 0, auth: { jwks: { url: 'https://id.example/jwks' } } } });
});

it('names every fault at once, in both languages', () => {
  const result = parseConfig(schema, {
    KCN_HTTP_PORT: '70000',
    KCN_MONGO_URL: 'mongodb://host',
    KCN_KAFKA_BROKERS: 'a:9092,b',
    KCN_LOG_LEVEL: 'loud',
    KCN_BATCH: '1e3',
  });
  expect(result.ok).toBe(false);
  const problems = result.ok ? [] : result.problems;
  expect(problems.map((problem) => problem.split(':')[0]).sort()).toEqual([
    'KCN_BATCH',
    'KCN_HTTP_PORT',
    'KCN_JWKS_FILE',
    'KCN_KAFKA_BROKERS.1',
    'KCN_LOG_LEVEL',
    'KCN_MONGO_URL',
    'KCN_REDIS_URL',
  ]);
  expect(problems).toContain('KCN_REDIS_URL: chưa đặt / is not set');
  for (const problem of problems) expect(problem).toMatch(/^KCN_[\w.]+: .+ \/ .+$/);
});

it('wants exactly one source of keys', () => {
  for (const keys of [{ KCN_JWKS_FILE: '' }, { KCN_JWKS_URL: 'https://x/jwks' }]) {
    expect(parseConfig(schema, { ...good, ...keys })).toEqual({
      ok: false,
      problems: [expect.stringContaining('KCN_JWKS_FILE: đặt đúng một')],
    });
  }
});

it.each(['-1', '8081.5', 'abc', '65536', ' 80'])('"%s" is no port', (port) => {
  expect(parseConfig(schema, { ...good, KCN_HTTP_PORT: port }).ok).toBe(false);
});
