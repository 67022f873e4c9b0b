import type { ApiClient } from './platform/api-client';
import type { Platform } from './platform/platform';
import { startPlatform } from './platform/platform';
import { until } from './platform/until';

jest.setTimeout(300_000);

const BOARD = 'lam-dong';
const csv = (header: string, ...rows: readonly string[]): Uint8Array => Buffer.from(`${[header, ...rows].join('\n')}\n`);

const PROJECT_COLUMNS =
  'project_code,registration_kind,name,capital_kind,investors,investor_countries,enterprise_tax_code,park_code,issued_on,registered_amount,currency,land_area_m2,term_years,vsic_version,vsic_code,objective';
const CONTRACT_COLUMNS =
  'contract_no,park_code,project_code,enterprise_tax_code,enterprise_name,tariff_code,area_m2,start,end,billing,timing,proration,grace_until,discount_percent,due_days,late_regime,late_rate_percent,water_percent';
const contract = (no: string, project: string): string =>
  `${no},loc-son,${project},0999760842,Doanh nghiệp,T,1000,2026-01-01,,MONTH,ADVANCE,DAY,,,10,CIVIL,,`;

interface ImportReport {
  readonly warnings?: readonly { readonly code: string }[];
}

describe('a project of the registry ends, and charges stop on the right day', () => {
  let platform: Platform;
  let registrar: ApiClient;
  let accountant: ApiClient;

  const load = async (to: ApiClient, files: Readonly<Record<string, Uint8Array>>): Promise<readonly string[]> => {
    const { status, body, text } = await to.upload(`/v1/boards/${BOARD}/imports?mode=apply`, files);
    if (status !== 201) throw new Error(`${String(status)}: ${text.slice(0, 2_000)}`);
    return ((body as ImportReport).warnings ?? []).map(({ code }) => code);
  };
  const tasks = async (): Promise<readonly string[]> => {
    const { body } = await accountant.get(`/v1/boards/${BOARD}/tasks?open=true`);
    return (body as { items: { code: string; subject: string; day: string }[] }).items.map(
      ({ code, subject, day }) => `${code} ${subject} ${day}`,
    );
  };
  const invoices = async (): Promise<Readonly<Record<string, number>>> => {
    const { body } = await accountant.insist('POST', `/v1/boards/${BOARD}/billing-runs`, { through: '2026-09', mode: 'dry-run' });
    return Object.fromEntries((body as { invoices: { code: string; net: number }[] }).invoices.map(({ code, net }) => [code, net]));
  };

  beforeAll(async () => {
    platform = await startPlatform({ services: ['registry', 'fees'] });
    registrar = await platform.client('registry', { subject: 'a.registrar', roles: ['recorder'] });
    accountant = await platform.client('fees', { subject: 'an.accountant', roles: ['recorder'] });
    await load(registrar, {
      'parks.csv': csv('park_code,name,kind,province_code', 'loc-son,KCN Lộc Sơn,KCN,68'),
      'projects.csv': csv(
        PROJECT_COLUMNS,
        '0123456789,GCNDKDT,Nhà máy,DDI,Công ty A,VN,0999760842,loc-son,2020-01-10,1000000000,VND,,,2018,3091,',
      ),
      'leases.csv': csv(
        'lease_no,park_code,project_code,enterprise_tax_code,area_m2,from,to,kind',
        'L1,loc-son,0123456789,0999760842,1000,2020-02-01,,LAND',
      ),
    });
  });
  afterAll(() => platform.stop());

  test('the contract’s project is known at once; its termination is a task, and the accountant’s end stops the charge the day before', async () => {
    const tariff = csv(
      'tariff_code,park_code,service,unit,price,currency,valid_from,valid_to,vat_percent,decision_no',
      'T,loc-son,INFRA,M2_MONTH,100,VND,2026-08-01,,10,QĐ 1',
    );
    // Whether by the topic or by being asked, the registry's project is there; another is told to be missing.
    const contracts = csv(CONTRACT_COLUMNS, contract('C-1', '0123456789'), contract('D-2', '0000000000'));
    expect(await load(accountant, { 'fee-tariffs.csv': tariff, 'fee-contracts.csv': contracts })).toEqual(['project_not_registered']);
    await load(registrar, {
      'project-events.csv': csv(
        'project_code,seq,date,type,amount,currency,decision_no,note',
        '0123456789,1,2026-08-16,TERMINATE_VOL,,,12/QĐ,',
      ),
    });
    await until(async () => (await tasks()).includes('project_terminated C-1 2026-08-16'), { what: 'the task', timeoutMs: 60_000 });
    expect(await invoices()).toMatchObject({ 'C-1-2026-08': 100_000, 'C-1-2026-09': 100_000 });
    const ended = await accountant.insist('POST', `/v1/boards/${BOARD}/contracts/C-1/end`, { reason: 'chấm dứt' });
    expect(ended).toMatchObject({ status: 201, body: { content: { end: '2026-08-15' } } });
    const after = await invoices();
    // 15 of August's 31 days: 1,000 m² × 100 đ × 15 ÷ 31 = 48,387.09…
    expect([after['C-1-2026-08'], after['C-1-2026-09'], after['D-2-2026-09']]).toEqual([48_387, undefined, 100_000]);
    expect((await tasks()).filter((task) => task.startsWith('project_terminated'))).toEqual([]);
  });

  test('while the registry is down contracts are taken with a warning and billed', async () => {
    const [registry] = platform.processesOf('registry');
    await registry.stop();
    expect(await load(accountant, { 'fee-contracts.csv': csv(CONTRACT_COLUMNS, contract('E-3', '0000000001')) })).toEqual([
      'registry_not_reached',
    ]);
    expect(Object.keys(await invoices())).toContain('E-3-2026-09');
    await registry.start();
    await load(registrar, {
      'projects.csv': csv(
        PROJECT_COLUMNS,
        '0000000001,GCNDKDT,Nhà máy 3,DDI,Công ty C,VN,0999760842,loc-son,2020-01-10,1000000,VND,,,2018,3091,',
      ),
    });
    await until(async () => !(await tasks()).some((task) => task.includes(' E-3 ')), {
      what: 'the project by the topic',
      timeoutMs: 60_000,
    });
  });
});
