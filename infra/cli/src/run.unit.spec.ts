import { runKcn, withStandIns } from './spec-support/run-kcn';

const SUMMARY = ['summary', '--board', 'hung-yen', '--period', '2017'];
const nobody = { KCN_REGISTRY_URL: 'http://127.0.0.1:1', KCN_REPORTING_URL: 'http://127.0.0.1:1', KCN_TOKEN: 't' };

it.each([
  ['no command', []],
  ['an unknown command', ['sumary']],
  ['an unknown option', [...SUMMARY, '--peroid', '2017']],
  ['a missing option', ['summary', '--board', 'hung-yen']],
  ['a broken period', ['summary', '--board', 'hung-yen', '--period', '2017-Q5']],
  ['an instant without a zone', [...SUMMARY, '--as-of', '2017-05-01']],
  ['a wait that is no number', [...SUMMARY, '--wait', 'long']],
  ['an unknown calendar', [...SUMMARY, '--calendar', 'lunar']],
  ['--run with --as-of', [...SUMMARY, '--run', '--as-of', '2026-01-01T00:00:00Z']],
  ['a folder that is not there', ['load', '/no/such/folder']],
  ['an unknown kind', ['withdraw', '--board', 'b', '--kind', 'people', '--key', 'k', '--reason', 'r']],
])('%s ends with 64, says so on stderr and sends nothing', async (_name, args) => {
  const { exitCode, stdout, stderr } = await runKcn(args, nobody);
  expect(exitCode).toBe(64);
  expect(stderr).not.toBe('');
  expect(stdout).toBe('');
});

it('help is no failure', async () => {
  const { exitCode, stdout } = await runKcn(['--help'], nobody);
  expect(exitCode).toBe(0);
  for (const command of ['load', 'summary', 'lineage', 'publish', 'withdraw', 'status', 'verify', 'replay', 'token'])
    expect(stdout).toContain(command);
});

it('a service that nobody runs ends with 69 and says what to do, also as JSON', async () => {
  const { exitCode, stdout, stderr } = await runKcn([...SUMMARY, '--json'], nobody);
  expect(exitCode).toBe(69);
  expect(stderr).toContain('npm start');
  expect(JSON.parse(stdout)).toMatchObject({ code: 'unreachable' });
});

it('without a token and without a key it ends with 78 and names the key file', async () => {
  const { exitCode, stderr } = await runKcn(SUMMARY, { ...nobody, KCN_TOKEN: '', KCN_SIGNING_KEY_FILE: '/no/such/key.json' });
  expect(exitCode).toBe(78);
  expect(stderr).toContain('/no/such/key.json');
});

it('a problem document is printed in Vietnamese, in English and with its code', async () => {
  const problem = { status: 403, code: 'role_missing', vi: 'Không đủ quyền', en: 'Not allowed' };
  const reporting = { 'POST /v1/boards/hung-yen/summaries/2017/publications': [{ status: 403, body: problem }] };
  await withStandIns({ reporting }, async ({ kcn }) => {
    const { exitCode, stdout, stderr } = await kcn('publish', '--board', 'hung-yen', '--period', '2017', '--json');
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/Không đủ quyền[^]*Not allowed[^]*role_missing/);
    expect(JSON.parse(stdout)).toEqual(problem);
  });
});

it('what is no problem document is still told', async () => {
  await withStandIns({ reporting: { 'GET /v1/boards/hung-yen/summaries/2017': [{ status: 502, body: '<html>' }] } }, async ({ kcn }) => {
    expect(await kcn(...SUMMARY)).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('502') });
  });
});

it('a broken connection and a 503 are tried again under the same Idempotency-Key', async () => {
  const path = '/v1/boards/hung-yen/summaries/2017/publications';
  const replies = [
    { hangUp: true },
    { status: 503, headers: { 'retry-after': '0' } },
    { status: 201, body: { revision: 1, sha256: 'ab', published_at: '2026-01-01T00:00:00Z' } },
  ];
  await withStandIns({ reporting: { [`POST ${path}`]: replies } }, async ({ kcn, reporting }) => {
    const { exitCode, stdout } = await kcn('publish', '--board', 'hung-yen', '--period', '2017');
    expect(exitCode).toBe(0);
    expect(stdout).toContain('sha256 ab');
    const keys = reporting.received.map(({ headers }) => headers['idempotency-key']);
    expect(keys).toHaveLength(3);
    expect(new Set(keys).size).toBe(1);
    expect(keys[0]).toMatch(/^[0-9a-f-]{36}$/);
    expect(reporting.received[0]?.headers.authorization).toBe('Bearer a-token');
  });
});

it('a service that answers 503 to the end is unreachable: exit 69', async () => {
  const unavailable = {
    status: 503,
    headers: { 'retry-after': '0' },
    body: { code: 'unavailable', vi: 'Chưa phục vụ được', en: 'Unavailable' },
  };
  await withStandIns({ reporting: { 'GET /v1/boards/hung-yen/summaries/2017': [unavailable] } }, async ({ kcn, reporting }) => {
    expect(await kcn(...SUMMARY)).toMatchObject({ exitCode: 69, stderr: expect.stringContaining('Chưa phục vụ được') });
    expect(reporting.received).toHaveLength(5);
  });
});
