import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeJwt, exportJWK, generateKeyPair } from 'jose';
import { runKcn, withStandIns } from '../spec-support/run-kcn';
import type { Received, Reply, Script } from '../spec-support/stand-in';

let folder: string;
let env: Record<string, string>;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kcn-fees-'));
  const { privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
  const file = join(folder, 'signing-key.json');
  await writeFile(file, JSON.stringify({ ...(await exportJWK(privateKey)), kid: 'k1', alg: 'EdDSA' }));
  env = { KCN_SIGNING_KEY_FILE: file };
});
afterAll(() => rm(folder, { recursive: true }));

const subjectOf = ({ headers }: Received): string => decodeJwt(headers.authorization?.replace('Bearer ', '') ?? '').sub ?? '';
const refusal = (status: number, code: string): Reply => ({ status, body: { status, code, vi: code, en: code } });

/** Runs `use` against the fee service alone, as nobody in particular: tokens are signed. */
const withFees = (
  fees: Script,
  use: (kcn: (...args: string[]) => ReturnType<typeof runKcn>, received: () => readonly Received[]) => Promise<void>,
): Promise<void> =>
  withStandIns({ fees }, async ({ fees: standIn }) => {
    const urls = { KCN_REGISTRY_URL: '', KCN_REPORTING_URL: '', KCN_EMULATION_URL: '', KCN_FEES_URL: standIn.url };
    await use(
      (...args) => runKcn(args, { ...env, ...urls }),
      () => standIn.received,
    );
  });

const runBody = (state: string, more: object = {}) => ({
  id: 'r1',
  state,
  through: '2026-09',
  creator: 'a',
  created_at: '2026-10-01T00:00:00Z',
  approver: null,
  invoices: 3,
  total: 1_500_000,
  issued: 0,
  parked: [],
  failure: null,
  blocks: [{ creditor: 'c', symbol: '1C26TLS', year: 2026, first: 4, count: 3 }],
  ...more,
});

describe('load', () => {
  const imports = 'POST /v1/boards/b/imports';
  const report = (status: string, more: object = {}) => ({
    import_id: 'i',
    mode: 'apply',
    status,
    files: [],
    errors: [],
    error_count: 0,
    ...more,
  });
  let set: string;
  beforeAll(async () => {
    set = join(folder, 'set');
    await mkdir(join(set, 'bad'), { recursive: true });
    for (const name of [
      'holidays.csv',
      'Creditors.CSV',
      'bank-statement-again.csv',
      'x.xml',
      'x.sta',
      'x.mt940',
      'expected.json',
      'run.json',
    ])
      await writeFile(join(set, name), 'x');
    await writeFile(join(set, 'README.md'), 'x');
  });

  it('sends what the fee service knows as one set, at once, and names the rest', async () => {
    await withFees({ [imports]: [{ status: 201, body: report('applied') }] }, async (kcn, received) => {
      const { exitCode, stdout } = await kcn('fees', 'load', set, '--board', 'b', '--statement', 'mt940', '--json');
      expect(exitCode).toBe(0);
      expect(JSON.parse(stdout)).toMatchObject({ status: 'applied', skipped: ['README.md', 'bad/', 'expected.json', 'run.json'] });
      const [request] = received();
      expect(received()).toHaveLength(1);
      expect([request?.query.get('mode'), request?.query.get('statement')]).toEqual(['apply', 'mt940']);
      expect([...(request?.body.matchAll(/ name="([^"]+)"/g) ?? [])].map(([, name]) => name)).toEqual([
        'Creditors.CSV',
        'bank-statement-again.csv',
        'holidays.csv',
        'x.mt940',
        'x.sta',
        'x.xml',
      ]);
    });
  });

  it('a refusal is exit 1 with file, where, line, column, code and both texts', async () => {
    const fault = { file: 'x.xml', where: 'Stmt 1', line: null, column: null, code: 'c', vi: 'sai', en: 'wrong' };
    const refused = { ...(refusal(422, 'import_refused').body as object), report: report('refused', { errors: [fault], error_count: 1 }) };
    await withFees({ [imports]: [{ status: 422, body: refused }] }, async (kcn, received) => {
      const { exitCode, stdout, stderr } = await kcn('fees', 'load', set, '--board', 'b', '--dry-run', '--json');
      expect([exitCode, received()[0]?.query.get('mode')]).toEqual([1, 'dry-run']);
      expect(JSON.parse(stdout)).toMatchObject({ status: 'refused', errors: [fault] });
      expect(stderr).toContain('sai');
    });
  });

  it('what is only worth a look is told and refuses nothing', async () => {
    const warning = { file: 'x.csv', where: 'line 2', line: 2, column: null, code: 'w', vi: 'lạ', en: 'odd' };
    await withFees({ [imports]: [{ status: 201, body: report('applied', { warnings: [warning] }) }] }, async (kcn) => {
      const { exitCode, stdout, stderr } = await kcn('fees', 'load', set, '--board', 'b', '--json');
      expect(exitCode).toBe(0);
      expect(JSON.parse(stdout)).toMatchObject({ status: 'applied', errors: [], warnings: [warning] });
      expect(stderr).toContain('lạ');
    });
  });

  it('a folder without fee files, a format that is none, and a service that is not deployed', async () => {
    const empty = join(folder, 'empty');
    await mkdir(empty, { recursive: true });
    await withFees({}, async (kcn, received) => {
      expect((await kcn('fees', 'load', empty, '--board', 'b')).exitCode).toBe(64);
      expect((await kcn('fees', 'load', join(folder, 'nowhere'), '--board', 'b')).exitCode).toBe(64);
      expect((await kcn('fees', 'load', set, '--board', 'b', '--statement', 'pdf')).exitCode).toBe(64);
      expect((await kcn('fees', 'load', set)).exitCode).toBe(64);
      expect(received()).toEqual([]);
    });
    expect((await runKcn(['fees', 'load', set, '--board', 'b'], { ...env, KCN_FEES_URL: '' })).exitCode).toBe(78);
    expect((await runKcn(['fees', 'load', set, '--board', 'b'], { ...env, KCN_FEES_URL: 'http://127.0.0.1:1' })).exitCode).toBe(69);
  });
});

describe('run', () => {
  const create = 'POST /v1/boards/b/billing-runs';
  const approve = 'POST /v1/boards/b/billing-runs/r1/approval';
  const find = 'GET /v1/boards/b/billing-runs/r1';
  const issue = ['fees', 'run', '--board', 'b', '--through', '2026-09', '--issue', '--json'];
  const created: readonly Reply[] = [{ status: 201, body: runBody('waiting') }];
  const modes = (received: readonly Received[]) => received.map(({ body }) => (JSON.parse(body) as { mode?: string }).mode);

  it('is a dry run unless told to issue', async () => {
    const plan = { through: '2026-09', invoices: [], errors: [], differences: [], unchanged: 0, total: 0 };
    await withFees({ [create]: [{ body: plan }] }, async (kcn, received) => {
      expect((await kcn('fees', 'run', '--board', 'b', '--through', '2026-09')).exitCode).toBe(0);
      expect(modes(received())).toEqual(['dry-run']);
      expect((await kcn(...issue, '--dry-run')).exitCode).toBe(64);
      expect((await kcn('fees', 'run', '--board', 'b')).exitCode).toBe(64);
      expect((await kcn('fees', 'run', '--board', 'b', '--through', '2026-13')).exitCode).toBe(64);
      expect(received()).toHaveLength(1);
    });
  });

  it('creates as one and approves as another, and follows what is issued in the background', async () => {
    const script = {
      [create]: [{ status: 201, body: runBody('planning') }],
      [find]: [{ body: runBody('waiting') }, { body: runBody('issuing', { issued: 2 }) }, { body: runBody('issued', { issued: 3 }) }],
      [approve]: [{ status: 202, body: runBody('issuing') }],
    };
    await withFees(script, async (kcn, received) => {
      const { exitCode, stdout } = await kcn(...issue);
      expect([exitCode, (JSON.parse(stdout) as { state: string }).state]).toEqual([0, 'issued']);
      const posts = received().filter(({ method }) => method === 'POST');
      expect(posts.map(subjectOf)).toEqual(['kcn-recorder', 'kcn-approver']);
    });
    await withFees({ [create]: created, [approve]: [{ body: runBody('issued') }] }, async (kcn, received) => {
      expect((await kcn(...issue, '--as', 'lan', '--approve-as', 'minh')).exitCode).toBe(0);
      expect(received().map(subjectOf)).toEqual(['lan', 'minh']);
    });
  });

  it.each([
    ['nobody is named', ['--as', 'lan']],
    ['it is the same person', ['--as', 'lan', '--approve-as', 'lan']],
    ['it is the default first person', ['--approve-as', 'kcn-recorder']],
  ])('without a second person it waits, exit 3: %s', async (_case, people) => {
    await withFees({ [create]: created }, async (kcn, received) => {
      const { exitCode, stdout, stderr } = await kcn(...issue, ...people);
      expect([exitCode, (JSON.parse(stdout) as { state: string }).state]).toEqual([3, 'waiting']);
      expect(stderr).toContain('--approve r1');
      expect(received()).toHaveLength(1);
    });
  });

  it('who the service knows as the maker leaves the run waiting too', async () => {
    const script = { [create]: created, [approve]: [refusal(403, 'maker_is_not_checker')], [find]: [{ body: runBody('waiting') }] };
    await withFees(script, async (kcn) => {
      expect((await kcn(...issue)).exitCode).toBe(3);
      expect((await kcn('fees', 'run', '--board', 'b', '--approve', 'r1', '--approve-as', 'x')).exitCode).toBe(3);
    });
  });

  it('run again with nothing new is done; a run that is blocked, or refused for another reason, is exit 1', async () => {
    await withFees({ [create]: [refusal(409, 'nothing_to_issue')] }, async (kcn) => {
      const { exitCode, stdout } = await kcn(...issue);
      expect([exitCode, (JSON.parse(stdout) as { state: string }).state]).toEqual([0, 'nothing_to_issue']);
    });
    const failure = { invoice: 'X-2026-09', code: 'c', vi: 'hỏng', en: 'broken' };
    await withFees({ [create]: created, [approve]: [{ status: 202, body: runBody('issuing', { failure }) }] }, async (kcn) => {
      const { exitCode, stdout } = await kcn(...issue.slice(0, -1));
      expect(exitCode).toBe(1);
      expect(stdout).toContain('X-2026-09 hỏng / broken');
    });
    await withFees({ [create]: created, [approve]: [refusal(409, 'run_is_outdated')] }, async (kcn) => {
      expect((await kcn(...issue)).exitCode).toBe(1);
    });
  });
});

describe('report', () => {
  const address = 'GET /v1/boards/b/report';
  const invoice = { code: 'A-2026-01', total: 10 };
  const report = {
    as_of: '2026-09-30',
    through: '2026-09',
    invoices: [{ ...invoice, number: 7, symbol: '1C26TLS', creditor: 'c' }],
    errors: [],
    lines: [],
    balances: [
      { contract_no: 'A', invoiced: 10, allocated: 0, open: 1_234_567, credit: 0, balance: 1_234_567, interest: 5 },
      { contract_no: 'B', invoiced: 10, allocated: 10, open: 0, credit: 0, balance: 0, interest: 0 },
    ],
    ageing: [{ bucket: 'not due', invoices: 1, amount: 10 }],
    plan: [{ year: 2026, service: '*', park_code: '*', expected: 100, collected: 66, percent: '66.87' }],
    totals: { invoices: 1, total: 10 },
  };

  it('--json is the document of the sample: without invoice numbers, unless asked for', async () => {
    await withFees({ [address]: [{ body: report }] }, async (kcn, received) => {
      const ask = ['fees', 'report', '--board', 'b', '--as-of', '2026-09-30', '--json'];
      const first = await kcn(...ask);
      expect(JSON.parse(first.stdout)).toEqual({ ...report, invoices: [invoice] });
      expect((await kcn(...ask)).stdout).toBe(first.stdout);
      expect(JSON.parse((await kcn(...ask, '--numbers', '--known-at', '2026-10-01T00:00:00Z')).stdout)).toEqual(report);
      expect(Object.fromEntries(received()[2]?.query ?? [])).toEqual({ as_of: '2026-09-30', known_at: '2026-10-01T00:00:00Z' });
      expect((await kcn('fees', 'report', '--board', 'b', '--as-of', '30/09/2026')).exitCode).toBe(64);
    });
  });

  it('for people it is a table of who owes', async () => {
    await withFees({ [address]: [{ body: report }] }, async (kcn) => {
      const { stdout } = await kcn('fees', 'report', '--board', 'b', '--as-of', '2026-09-30');
      expect(stdout).toMatch(/30\/09\/2026[^]*chưa đến hạn[^]*A +10 +0 +1\.234\.567 +0 +1\.234\.567 +5\n/);
      expect(stdout).toMatch(/2026 +\* +\* +100 +66 +66,87/);
      expect(stdout).not.toMatch(/^ +B /m);
    });
    await withFees({ [address]: [refusal(404, 'unknown_board')] }, async (kcn) => {
      expect((await kcn('fees', 'report', '--board', 'b', '--as-of', '2026-09-30')).exitCode).toBe(1);
    });
  });
});

describe('what two people do', () => {
  const act = (state: string) => ({
    id: 'a1',
    kind: 'closing',
    state,
    subject: '2026-08',
    reason: '',
    proposer: 'x',
    proposed_at: '2026-10-01T00:00:00Z',
    decider: null,
  });
  const confirmation = 'POST /v1/boards/b/acts/a1/confirmation';

  it('a month is closed by two and opened again by the head', async () => {
    const script = {
      'POST /v1/boards/b/months/2026-08/closing': [{ status: 201, body: act('proposed') }],
      [confirmation]: [{ body: act('confirmed') }],
      'POST /v1/boards/b/months/2026-08/reopening': [{ status: 201, body: act('confirmed') }],
    };
    await withFees(script, async (kcn, received) => {
      const close = ['fees', 'close', '--board', 'b', '--month', '2026-08'];
      expect((await kcn(...close)).exitCode).toBe(0);
      const alone = await kcn(...close, '--as', 'lan');
      expect([alone.exitCode, alone.stderr]).toEqual([3, expect.stringContaining('kcn fees confirm a1')]);
      expect((await kcn(...close, '--reopen')).exitCode).toBe(64);
      expect((await kcn(...close, '--reopen', '--reason', 'sai')).exitCode).toBe(0);
      expect(received().map(subjectOf)).toEqual(['kcn-recorder', 'kcn-approver', 'lan', 'kcn-approver']);
    });
  });

  it('a line’s match is undone with a reason, its key escaped', async () => {
    const script = {
      'POST /v1/boards/b/bank-lines/100/F%2FT%201/undo': [{ status: 201, body: act('proposed') }],
      [confirmation]: [{ body: act('confirmed') }],
    };
    await withFees(script, async (kcn, received) => {
      const undo = ['fees', 'undo', '--board', 'b', '--account', '100', '--ref', 'F/T 1'];
      expect((await kcn(...undo)).exitCode).toBe(64);
      expect((await kcn(...undo, '--reason', 'nham')).exitCode).toBe(0);
      expect(received()[0]?.body).toBe('{"reason":"nham"}');
    });
  });
});

describe('plan', () => {
  const plan = (state: string) => ({
    year: 2027,
    state,
    lines: [
      {
        park_code: 'p',
        service: 'INFRA',
        base_quantity: '1500.5',
        unit_price: '13200',
        expected_amount: 19_806_600,
        collected_last_year: 7,
      },
    ],
    total: 19_806_600,
    edits: [],
    unpriced: [],
    submitted_on: null,
    return_reason: '',
    deadline: '2026-11-14',
    is_late: false,
  });
  const place = ['--board', 'b', '--year', '2027'];

  it('is proposed and edited by the accountant, approved by another; the submitter’s own approval waits, exit 3', async () => {
    const script: Script = {
      'POST /v1/boards/b/fee-plans': [{ status: 201, body: plan('draft') }],
      'POST /v1/boards/b/fee-plans/2027/edits': [{ body: plan('draft') }],
      'POST /v1/boards/b/fee-plans/2027/approval': [{ body: plan('approved') }, refusal(403, 'maker_is_not_checker')],
      'GET /v1/boards/b/fee-plans/2027': [{ body: plan('submitted') }],
    };
    await withFees(script, async (kcn, received) => {
      const proposed = await kcn('fees', 'plan', 'propose', ...place);
      expect(proposed.stdout).toMatch(/hạn 14\/11\/2026[^]*p +INFRA +1\.500,5 +13\.200 +19\.806\.600 +7/);
      const edit = ['fees', 'plan', 'edit', ...place, '--park', 'p', '--service', 'INFRA', '--base', '1600'];
      expect((await kcn(...edit)).exitCode).toBe(64);
      expect((await kcn(...edit, '--reason', 'r')).exitCode).toBe(0);
      expect(JSON.parse(received()[1]?.body ?? '')).toEqual({ park_code: 'p', service: 'INFRA', base_quantity: '1600', reason: 'r' });
      expect((await kcn('fees', 'plan', 'approve', ...place, '--decision', '15')).exitCode).toBe(0);
      expect((await kcn('fees', 'plan', 'approve', ...place, '--approve-as', 'kcn-recorder')).exitCode).toBe(3);
      expect(received().map(subjectOf)).toEqual(['kcn-recorder', 'kcn-recorder', 'kcn-approver', 'kcn-recorder', 'kcn-recorder']);
    });
  });
});

it('status asks the services that are deployed and no others', async () => {
  await withFees({ 'GET /health/ready': [{ body: { ready: true, reasons: [] } }] }, async (kcn) => {
    const { exitCode, stdout } = await kcn('status', '--json');
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ ready: true, services: [{ service: 'fees', ready: true }] });
  });
});
