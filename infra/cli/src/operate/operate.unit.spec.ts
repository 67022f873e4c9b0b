import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CryptoKey } from 'jose';
import { exportJWK, generateKeyPair, jwtVerify } from 'jose';
import { runKcn, withStandIns } from '../spec-support/run-kcn';

const ready = { 'GET /health/ready': [{ body: { ready: true, reasons: [] } }] };

describe('status', () => {
  it('ends with 0 once both services are ready, and waits for that when told', async () => {
    const starting = {
      'GET /health/ready': [{ status: 503, body: { ready: false, reasons: ['Kafka'] } }, { body: { ready: true, reasons: [] } }],
    };
    await withStandIns({ registry: ready, reporting: starting }, async ({ kcn }) => {
      expect(await kcn('status')).toMatchObject({ exitCode: 1, stdout: expect.stringContaining('Kafka') });
      const { exitCode, stdout } = await kcn('status', '--wait', '10', '--json');
      expect(exitCode).toBe(0);
      expect(JSON.parse(stdout)).toMatchObject({ ready: true });
    });
  });

  it('with a board tells how far its data has come', async () => {
    const registry = { ...ready, 'GET /v1/boards/b/log/head': [{ body: { position: 9, recorded_at: null, published: 9 } }] };
    const reporting = { ...ready, 'GET /v1/boards/b/status': [{ body: { settled: { registry: 8, reporting: 2 }, parked: 1 } }] };
    await withStandIns({ registry, reporting }, async ({ kcn }) => {
      const { stdout } = await kcn('status', '--board', 'b', '--json');
      expect(JSON.parse(stdout)).toMatchObject({ board: { log: { position: 9 }, reporting: { settled: { registry: 8 } } } });
    });
  });

  it('nobody there is 69', async () => {
    const { exitCode, stdout } = await runKcn(['status', '--json'], {
      KCN_REGISTRY_URL: 'http://127.0.0.1:1',
      KCN_REPORTING_URL: 'http://127.0.0.1:1',
      KCN_FEES_URL: '',
      KCN_EMULATION_URL: '',
    });
    expect(exitCode).toBe(69);
    expect(JSON.parse(stdout)).toMatchObject({ ready: false, services: [{ reachable: false }, { reachable: false }] });
  });
});

describe('withdraw', () => {
  it('goes to the service that keeps the kind, the key escaped', async () => {
    const done = [{ status: 200, body: {} }];
    const registry = { 'POST /v1/boards/b/records/project-events/p%201%7C2017-03-02%7C1/withdrawal': done };
    await withStandIns({ registry, reporting: { 'POST /v1/boards/b/withdrawals': done } }, async ({ kcn, registry: r, reporting: s }) => {
      expect(
        (await kcn('withdraw', '--board', 'b', '--kind', 'project-events', '--key', 'p 1|2017-03-02|1', '--reason', 'nhập sai')).exitCode,
      ).toBe(0);
      expect(Buffer.from(r.received[0]?.body ?? '', 'latin1').toString('utf8')).toBe('{"reason":"nhập sai"}');
      expect((await kcn('withdraw', '--board', 'b', '--kind', 'plan-targets', '--key', 'X||2017', '--reason', 'r')).exitCode).toBe(0);
      expect(JSON.parse(s.received[0]?.body ?? '')).toEqual({ kind: 'plan-targets', key: 'X||2017', reason: 'r' });
    });
  });
});

describe('verify', () => {
  const checks = (ok: boolean) => [{ body: { ok, checks: [{ name: 'figures', ok, expected: 478, actual: ok ? 478 : 477 }] } }];

  it('asks for every board the registry lists; one that differs is exit 1', async () => {
    const registry = { 'GET /v1/boards': [{ body: { items: [{ board: 'a' }, { board: 'b' }] } }] };
    const reporting = { 'POST /v1/boards/a/verification': checks(true), 'POST /v1/boards/b/verification': checks(false) };
    await withStandIns({ registry, reporting }, async ({ kcn }) => {
      const { exitCode, stdout } = await kcn('verify');
      expect(exitCode).toBe(1);
      expect(stdout).toMatch(/a: khớp[^]*✓ +figures +478[^]*b: KHÔNG KHỚP[^]*✗ +figures +phải là \/ expected 478, thấy \/ found 477/);
      expect((await kcn('verify', '--board', 'a')).exitCode).toBe(0);
    });
  });

  it('without any board to choose it is a matter of usage', async () => {
    await withStandIns({}, async ({ kcn }) => {
      expect((await kcn('verify')).exitCode).toBe(64);
    });
  });
});

describe('replay', () => {
  it('of the projection is followed to its end; of dead letters answers at once', async () => {
    const reporting = {
      'POST /v1/boards/b/replays': [
        { status: 202, headers: { location: '/v1/boards/b/replays/x' }, body: { status: 'running' } },
        { body: { replayed: 3 } },
      ],
      'GET /v1/boards/b/replays/x': [{ body: { status: 'running', progress: 50 } }, { body: { status: 'done', generation: 2 } }],
    };
    await withStandIns({ reporting }, async ({ kcn, reporting: asked }) => {
      const projection = await kcn('replay', '--board', 'b', '--json');
      expect(JSON.parse(projection.stdout)).toMatchObject({ what: 'projection', boards: [{ board: 'b', result: { generation: 2 } }] });
      const letters = await kcn('replay', '--board', 'b', '--dead-letters', '--json');
      expect(JSON.parse(letters.stdout)).toMatchObject({ boards: [{ result: { replayed: 3 } }] });
      expect(asked.received.filter(({ method }) => method === 'POST').map(({ body }) => JSON.parse(body) as unknown)).toEqual([
        { what: 'projection' },
        { what: 'dead-letters' },
      ]);
    });
  });
});

describe('tokens', () => {
  let folder: string;
  let env: Record<string, string>;
  let publicKey: CryptoKey;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'kcn-key-'));
    const pair = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
    publicKey = pair.publicKey;
    const file = join(folder, 'signing-key.json');
    await writeFile(file, JSON.stringify({ ...(await exportJWK(pair.privateKey)), kid: 'k1', alg: 'EdDSA' }));
    env = { KCN_SIGNING_KEY_FILE: file };
  });
  afterAll(() => rm(folder, { recursive: true }));

  const verified = (token: string) => jwtVerify(token, publicKey, { issuer: 'kcn', audience: 'kcn', requiredClaims: ['sub', 'exp'] });

  it('are signed with the local key', async () => {
    const { exitCode, stdout } = await runKcn(
      ['token', '--subject', 'lan', '--roles', 'recorder,reader', '--boards', 'hung-yen', '--expires', '30m'],
      env,
    );
    expect(exitCode).toBe(0);
    const { payload, protectedHeader } = await verified(stdout.trim());
    expect(payload).toMatchObject({ sub: 'lan', roles: ['recorder', 'reader'], boards: ['hung-yen'] });
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(1800);
    expect(protectedHeader.kid).toBe('k1');
  });

  it.each([
    ['--roles', 'king'],
    ['--expires', 'never'],
  ])('%s %s is refused', async (option, value) => {
    const given = { '--subject': 'x', '--roles': 'reader', '--boards': '*', [option]: value };
    expect((await runKcn(['token', ...Object.entries(given).flat()], env)).exitCode).toBe(64);
  });

  it('each command acts as a subject of its own: who records is not who publishes', async () => {
    const publication = [{ status: 201, body: { revision: 1, sha256: 'ab', published_at: '2026-01-01T00:00:00Z' } }];
    const scripts = {
      registry: { 'POST /v1/boards/b/records/parks/p/withdrawal': [{}] },
      reporting: { 'POST /v1/boards/b/summaries/2017/publications': publication },
    };
    await withStandIns(scripts, async ({ registry, reporting }) => {
      const urls = { ...env, KCN_REGISTRY_URL: registry.url, KCN_REPORTING_URL: reporting.url };
      await runKcn(['withdraw', '--board', 'b', '--kind', 'parks', '--key', 'p', '--reason', 'r'], urls);
      await runKcn(['publish', '--board', 'b', '--period', '2017'], urls);
      const subjects = await Promise.all(
        [...registry.received, ...reporting.received].map(
          async ({ headers }) => (await verified(headers.authorization?.replace('Bearer ', '') ?? '')).payload,
        ),
      );
      expect(subjects).toMatchObject([
        { sub: 'kcn-recorder', roles: ['recorder', 'reader'] },
        { sub: 'kcn-approver', roles: ['approver', 'reader'] },
      ]);
    });
  });
});
