import { withStandIns } from '../spec-support/run-kcn';

const PATH = '/v1/boards/hung-yen/summaries/2017';
const RUNS = '/v1/boards/hung-yen/summary-runs';
const figure = (indicator: string, breakdown: string, more: object) => ({
  indicator,
  breakdown,
  unit: 'USD',
  value: '1261.5',
  plan: null,
  pct_plan: null,
  last_year: null,
  yoy: null,
  ...more,
});
const summary = {
  board: 'hung-yen',
  period: '2017',
  window: { from: '2017-01-01', to: '2017-12-31' },
  figures: [
    figure('INV.INC.CAP', 'FDI', {}),
    figure('INV.INC.CAP', 'FDI;park:a', { value: '7' }),
    figure('INV.OPER.RATE', '', { unit: 'percent', value: '83.95', plan: '90', pct_plan: '93.28' }),
  ],
  meta: {
    as_of: '2026-11-25T04:00:00.000Z',
    rules_version: '1',
    flags: [{ code: 'rate_missing', indicator: 'ENT.REV', breakdown: '', vi: 'Thiếu tỷ giá', en: 'no rate' }],
  },
};
const notSettled = { status: 409, body: { status: 409, code: 'not_settled', vi: 'Chưa tính xong', en: 'Not settled' } };
const ask = (...more: string[]): string[] => ['summary', '--board', 'hung-yen', '--period', '2017', ...more];

it('--json passes the bytes of the service on, whatever they are', async () => {
  const bytes = '{\n "board": "hung-yen",   "ö": 1.50\n}\n';
  await withStandIns({ reporting: { [`GET ${PATH}`]: [{ body: bytes }] } }, async ({ kcn, reporting }) => {
    const { exitCode, stdout, stderr } = await kcn(
      ...ask('--json', '--breakdown', 'FDI;park:a', '--as-of', '2026-11-25T04:00:00Z', '--calendar', 'ND09'),
    );
    expect({ exitCode, stdout, stderr }).toEqual({ exitCode: 0, stdout: bytes, stderr: '' });
    expect(Object.fromEntries(reporting.received[0]?.query ?? [])).toEqual({
      breakdown: 'FDI;park:a',
      as_of: '2026-11-25T04:00:00Z',
      calendar: 'ND09',
    });
  });
});

it('prints a table grouped by indicator, numbers as in Vietnam, absent ones as a dash', async () => {
  const catalogue = { items: [{ code: 'INV.INC.CAP', name_vi: 'Vốn đăng ký tăng thêm' }] };
  await withStandIns(
    { reporting: { [`GET ${PATH}`]: [{ body: summary }], 'GET /v1/boards/hung-yen/catalogue': [{ body: catalogue }] } },
    async ({ kcn }) => {
      const { stdout } = await kcn(...ask());
      expect(stdout).toBe(
        [
          'Tổng hợp 2017 · hung-yen · 01/01/2017 – 31/12/2017',
          'Theo số liệu ghi nhận đến 11:00:00 25/11/26 (2026-11-25T04:00:00.000Z) · quy tắc 1',
          '',
          '  Phân tổ     Đơn vị  Thực hiện  Kế hoạch    % KH  Cùng kỳ  Tăng/giảm',
          '',
          'INV.INC.CAP – Vốn đăng ký tăng thêm',
          '  FDI         USD       1.261,5         –       –        –          –',
          '  FDI;park:a  USD             7         –       –        –          –',
          '',
          'INV.OPER.RATE',
          '  (chung)     %           83,95        90  93,28%        –          –',
          '',
          '⚑ ENT.REV Thiếu tỷ giá / no rate (rate_missing)',
          '',
        ].join('\n'),
      );
    },
  );
});

it('waits while what was recorded is not settled', async () => {
  await withStandIns({ reporting: { [`GET ${PATH}`]: [notSettled, notSettled, { body: summary }] } }, async ({ kcn, reporting }) => {
    expect((await kcn(...ask('--json'))).exitCode).toBe(0);
    expect(reporting.received).toHaveLength(3);
  });
});

it('does not wait longer than told, and then fails', async () => {
  await withStandIns({ reporting: { [`GET ${PATH}`]: [notSettled] } }, async ({ kcn, reporting }) => {
    const { exitCode, stderr } = await kcn(...ask('--wait', '0'));
    expect(exitCode).toBe(1);
    expect(stderr).toContain('Chưa tính xong');
    expect(reporting.received).toHaveLength(1);
  });
});

it('--run starts the job, follows it and prints what came out', async () => {
  const run = (status: string, more: object = {}) => ({ body: { id: 'r1', status, ...more } });
  const reporting = {
    [`POST ${RUNS}`]: [{ status: 202, headers: { location: `${RUNS}/r1` }, body: { id: 'r1', status: 'queued' } }],
    [`GET ${RUNS}/r1`]: [
      run('running', { progress: 40 }),
      run('done', { summary: { sha256: 'ab', href: `${PATH}?as_of=2026-11-25T04:00:00.000Z` } }),
    ],
    [`GET ${PATH}`]: [{ body: summary }],
  };
  await withStandIns({ reporting }, async ({ kcn, reporting: asked }) => {
    const { exitCode, stdout } = await kcn(...ask('--run', '--json', '--breakdown', 'FDI', '--calendar', 'calendar'));
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toEqual(summary);
    expect(JSON.parse(asked.received[0]?.body ?? '')).toEqual({ period: '2017', calendar: 'calendar' });
    expect(Object.fromEntries(asked.received.at(-1)?.query ?? [])).toEqual({
      as_of: '2026-11-25T04:00:00.000Z',
      breakdown: 'FDI',
      calendar: 'calendar',
    });
  });
});

it('a job that fails is a failure', async () => {
  const failed = { id: 'r1', status: 'failed', error: { code: 'parked', vi: 'Còn sự kiện hỏng', en: 'Events are parked' } };
  await withStandIns({ reporting: { [`POST ${RUNS}`]: [{ status: 202, body: failed }] } }, async ({ kcn }) => {
    const { exitCode, stdout, stderr } = await kcn(...ask('--run', '--json'));
    expect(exitCode).toBe(1);
    expect(stderr).toContain('Còn sự kiện hỏng');
    expect(JSON.parse(stdout)).toEqual(failed);
  });
});

it('lineage prints the facts with their records and decisions', async () => {
  const document = {
    figure: { value: '5000000', unit: 'USD' },
    formula: 'Σ ADJUST_INC',
    facts: [
      {
        date: '2017-03-02',
        value: '5000000',
        unit: 'USD',
        source: { kind: 'project-events', key: 'p1|2017-03-02|1', position: 17 },
        recorded_at: '2026-11-25T04:00:00Z',
        actor: 'lan',
        decision_no: '12/QĐ',
      },
    ],
  };
  await withStandIns({ reporting: { 'GET /v1/boards/hung-yen/lineage/2017/INV.INC.CAP': [{ body: document }] } }, async ({ kcn }) => {
    const { exitCode, stdout } = await kcn(
      'lineage',
      '--board',
      'hung-yen',
      '--period',
      '2017',
      '--indicator',
      'INV.INC.CAP',
      '--breakdown',
      'FDI',
    );
    expect(exitCode).toBe(0);
    expect(stdout).toContain('INV.INC.CAP · FDI · 2017 = 5.000.000 USD');
    expect(stdout).toMatch(/02\/03\/2017 +5\.000\.000 +USD +project-events p1\|2017-03-02\|1 +#17 +12\/QĐ +11:00:00 25\/11\/26 +lan/);
  });
});

it('lineage of a ratio prints both operands, of a typed value who typed it', async () => {
  const document = {
    figure: { value: '83.95', unit: 'percent' },
    formula: 'INV.OPER.N ÷ INV.STOCK.N',
    operands: { numerator: { value: '293', unit: 'project' }, denominator: { value: '349', unit: 'project' } },
    as_of: '2026-11-25T04:00:00Z',
    fact_count: 1200,
    facts: [],
    typed: [
      { position: 5, recorded_at: '2026-11-25T04:00:00Z', actor: 'lan', record: { value: '85.1', unit: 'percent', note: 'in nhầm' } },
    ],
  };
  await withStandIns({ reporting: { 'GET /v1/boards/hung-yen/lineage/2017/INV.OPER.RATE': [{ body: document }] } }, async ({ kcn }) => {
    const { stdout } = await kcn('lineage', '--board', 'hung-yen', '--period', '2017', '--indicator', 'INV.OPER.RATE');
    expect(stdout).toContain('= 83,95 percent\n');
    expect(stdout).toContain('Tử số 293 project, mẫu số 349 project');
    expect(stdout).toContain('1.200 dữ kiện (in 0 dòng đầu)');
    expect(stdout).toMatch(/85,1 +percent +#5 +11:00:00 25\/11\/26 +lan +in nhầm/);
  });
});
