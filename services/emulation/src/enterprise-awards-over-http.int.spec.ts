import { readDocx } from '@kcn/testkit/reading';
import { startEmulation } from './spec-support/start-emulation';
import type { Answer, TestEmulation } from './spec-support/start-emulation';

const BOARD = 'hung-yen';
const YEAR = `/v1/boards/${BOARD}/enterprise-awards/2025`;
const AGENCIES = ['tax', 'customs', 'environment', 'insurance', 'police'];
const CONDITIONS = ['no-budget-debt', 'no-serious-violation', 'reports-complete'];
const decision = {
  ...{ number: '142/QĐ-BQL', date: '2026-01-18', authority: ['TRƯỞNG BAN', 'BAN QUẢN LÝ CÁC KHU CÔNG NGHIỆP TỈNH HƯNG YÊN'] },
  ...{ place: 'Hưng Yên', signer: { capacity: ['TRƯỞNG BAN'], name: 'Trần Văn Hưởng' } },
};

const figure = (indicator: string, actual: string, lastYear?: string) => [
  { indicator, part: 'actual', value: actual },
  ...(lastYear === undefined ? [] : [{ indicator, part: 'last_year', value: lastYear }]),
];
/**
 * By hand, of 100: budget +12 % 15, revenue +5 % 7, exports +2 % 5, jobs 380 ÷ 400 × 7 = 6.65, one fire violation 25 − 10 = 15,
 * wages 12 set by the committee, 9 of 10 reports 4.50, no overdue fee 5, one social event 2 and one initiative 5: 77.15.
 */
const figures = [
  ...figure('ENT.BUDGET', '112', '100'),
  ...figure('ENT.REV', '105', '100'),
  ...figure('ENT.EXP', '102', '100'),
  ...figure('ENT.LAB', '380', '400'),
  ...[figure('ENT.VIOL.ENV', '0'), figure('ENT.VIOL.FIRE', '1'), figure('ENT.VIOL.LAB', '0')].flat(),
  ...[figure('ENT.REPORT.DUE', '10'), figure('ENT.REPORT.ONTIME', '9'), figure('ENT.FEE.OVERDUE', '0')].flat(),
  ...[figure('ENT.SOCIAL.N', '1'), figure('ENT.INIT.N', '1')].flat(),
];
const wages = { criterion: 'DN-4.1', points: '12', reason: 'Biên bản kiểm tra', evidence: 'BB-12' };
const enterprise = { kind: 'enterprise', id: '0900000001', name: 'Công ty TNHH Điện tử Thăng Long', address: 'KCN Thăng Long II' };
const nomination = { form: 'giay-khen', nominee: enterprise, achievement: 'Thành tích xuất sắc năm 2025', figures, points: [wages] };
const person = (id: string, isDirect: boolean) => ({
  ...{ form: 'giay-khen-ca-nhan', achievement: 'Sáng kiến' },
  nominee: { kind: 'person', id, name: `Nguyễn Văn ${id}`, direct_worker: isDirect },
});

let emulation: TestEmulation;
beforeAll(async () => {
  emulation = await startEmulation();
});
afterAll(() => emulation.stop());

const post = (path: string, body: object, as: string = 'recorder'): Promise<Answer> =>
  emulation.call('POST', `${YEAR}/${path}`, { as: { sub: as, roles: ['recorder', 'approver'] }, body });
const get = async (path: string) => (await emulation.call('GET', `${YEAR}/${path}`)).body;
const award = (nominations: readonly number[], as = 'head'): Promise<Answer> => post('decisions', { decision, nominations }, as);
const document = { number: '12/CT', date: '2025-12-02' };
const agree = async (number: number, agencies: readonly string[]): Promise<void> => {
  for (const agency of agencies)
    expect((await post(`nominations/${String(number)}/opinions`, { agency, opinion: 'agrees', document })).status).toBe(200);
};
const fulfil = async (number: number, conditions: readonly string[]): Promise<void> => {
  for (const condition of conditions)
    expect((await post(`nominations/${String(number)}/conditions`, { condition, met: true, evidence: '12/CT' })).status).toBe(200);
};
const groundsOf = (body: object): readonly string[] =>
  (body as { grounds: { code: string; subject: string }[] }).grounds.map(({ code, subject }) => `${code} ${subject}`);

it('the forms say what each asks', async () => {
  const { body } = await emulation.call('GET', `/v1/boards/${BOARD}/enterprise-award-forms`);
  expect(body).toMatchObject({ direct_workers_share: '0.5' });
  const forms = body['forms'] as { code: string; threshold: string | null; opinions: { code: string }[]; conditions: { code: string }[] }[];
  expect(forms.find(({ code }) => code === 'bang-khen')).toMatchObject({
    threshold: '80',
    opinions: AGENCIES.map((code) => ({ code })),
    conditions: CONDITIONS.map((code) => ({ code })),
  });
});

it('a nomination is scored on the enterprise criteria, and says what it still lacks', async () => {
  const { status, body } = await post('nominations', { ...nomination, points: [] });
  expect({ status, body }).toEqual({ status: 201, body: { nomination: '2025/1', version: 1 } });
  expect(await get('nominations/1')).toMatchObject({ outcome: 'incomplete', total: '65.15' });
  expect(groundsOf(await get('nominations/1'))).toEqual([
    ...CONDITIONS.map((code) => `condition_unknown ${code}`),
    ...['tax', 'environment', 'insurance'].map((agency) => `opinion_missing ${agency}`),
    'criterion_unscored DN-4.1',
  ]);
  expect(await award([1])).toMatchObject({ status: 409, body: { code: 'not_recommended' } });
});

it('committee’s points, opinions and findings complete it; each is a version with its event', async () => {
  expect(await post('nominations/1/corrections', { ...nomination, reason: 'Bổ sung điểm tổ thẩm định' })).toMatchObject({
    body: { version: 2 },
  });
  await agree(1, ['tax', 'environment', 'insurance']);
  await fulfil(1, CONDITIONS);
  const now = await get('nominations/1');
  expect(now).toMatchObject({ outcome: 'recommended', total: '77.15', version: 8, grounds: [] });
  const points = (now['criteria'] as { criterion: string; final: string }[]).map(({ criterion, final }) => [criterion, final]);
  expect(points).toEqual([
    ...[
      ['DN-1.1', '15.00'],
      ['DN-1.2', '7.00'],
      ['DN-2.1', '5.00'],
      ['DN-2.2', '6.65'],
    ],
    ...[
      ['DN-3.1', '15.00'],
      ['DN-4.1', '12.00'],
      ['DN-5.1', '4.50'],
      ['DN-5.2', '5.00'],
      ['DN-6.1', '7.00'],
    ],
  ]);
  const { connection } = emulation.database;
  const log = connection.getClient().db(connection.name).collection('event_log');
  expect(await log.countDocuments({ aggregate: 'nomination:2025/1' })).toBe(8);
});

it('an agency that objects, a condition that fails or too few points refuse', async () => {
  const object = { agency: 'tax', opinion: 'objects', document };
  expect((await post('nominations/1/opinions', object)).status).toBe(200);
  expect(groundsOf(await get('nominations/1'))).toEqual(['agency_objects tax']);
  await agree(1, ['tax']);
  expect((await post('nominations/1/conditions', { condition: 'no-budget-debt', met: false, evidence: '12/CT' })).status).toBe(200);
  expect(await get('nominations/1')).toMatchObject({ outcome: 'refused' });
  await fulfil(1, ['no-budget-debt']);
  expect((await post('nominations', { ...nomination, form: 'bang-khen', topic: 'sustainable' })).body).toMatchObject({
    nomination: '2025/2',
  });
  expect(groundsOf(await get('nominations/2'))).toContain('below_threshold 0900000001');
});

it.each<[string, object, string]>([
  ['a form that is not there', { form: 'huan-chuong' }, 'unknown_form'],
  ['a form for persons', { form: 'giay-khen-ca-nhan' }, 'wrong_recipient'],
  ['points above the maximum', { points: [{ ...wages, points: '15.01' }] }, 'points_out_of_range'],
  ['an unknown criterion', { points: [{ ...wages, criterion: 'DN-9' }] }, 'unknown_criterion'],
  ['an unknown indicator', { figures: figure('ENT.X', '1') }, 'unknown_indicator'],
])('refuses %s', async (_, changes, code) => {
  expect(await post('nominations', { ...nomination, ...changes })).toMatchObject({ status: 400, body: { code } });
  expect(await post('nominations/1/opinions', { agency: 'police', opinion: 'agrees', document })).toMatchObject({
    body: { code: 'unknown_agency' },
  });
});

it('who recorded a nomination does not decide on it; somebody else does, and it is in the register with a certificate', async () => {
  expect(await award([1], 'recorder')).toMatchObject({ status: 403, body: { code: 'own_nomination' } });
  const { status, body } = await award([1]);
  expect(status).toBe(201);
  const [line] = body['items'] as { code: string; verification_address: string }[];
  expect(line).toMatchObject({
    ...{ form: 'giay-khen', total: '77.15', rank: null, bloc: null, nomination: '2025/1', register: { year: 2026, number: 1 } },
    recipient: { kind: 'enterprise', id: '0900000001' },
  });
  const { paragraphs, codes } = readDocx((await emulation.call('GET', `/v1/awards/${line?.code ?? ''}/certificate?format=docx`)).bytes);
  expect(codes).toEqual([line?.verification_address]);
  for (const text of ['GIẤY KHEN', 'CÔNG TY TNHH ĐIỆN TỬ THĂNG LONG', 'KCN Thăng Long II', 'Thành tích xuất sắc năm 2025'])
    expect(paragraphs).toContain(text);
  expect(await get('nominations/1')).toMatchObject({ outcome: 'awarded', award: { code: line?.code } });
  expect(await award([1])).toMatchObject({ status: 409, body: { code: 'already_awarded' } });
  expect(await post('nominations/1/corrections', { ...nomination, reason: 'x' })).toMatchObject({ body: { code: 'already_awarded' } });
});

it('one achievement is rewarded once, in whatever form, until the award is revoked', async () => {
  expect((await post('nominations', { ...nomination, form: 'bang-khen' })).body).toMatchObject({ nomination: '2025/3' });
  expect(groundsOf(await get('nominations/3'))).toContain('already_given giay-khen');
  const revocation = { decision: { number: '143/QĐ-BQL', date: '2026-02-01' }, reason: 'Cấp nhầm hình thức' };
  const as = { sub: 'head', roles: ['approver' as const] };
  expect(
    (await emulation.call('POST', `/v1/boards/${BOARD}/award-registers/2026/awards/1/revocation`, { as, body: revocation })).status,
  ).toBe(200);
  expect(groundsOf(await get('nominations/3'))).not.toContain('already_given giay-khen');
  expect(await get('nominations/1')).toMatchObject({ outcome: 'recommended' });
});

it('at least half of the persons rewarded in a year are direct workers', async () => {
  for (const [id, isDirect] of [
    ['A', false],
    ['B', true],
    ['C', false],
  ] as const) {
    const { body } = await post('nominations', person(id, isDirect));
    await fulfil(Number((body['nomination'] as string).split('/')[1]), ['no-serious-violation']);
  }
  expect(await award([4])).toMatchObject({ status: 409, body: { code: 'too_few_direct_workers' } });
  expect((await award([4, 5])).status).toBe(201);
  expect(await award([6])).toMatchObject({ status: 409, body: { code: 'too_few_direct_workers' } });
});

it('another board sees nothing of it', async () => {
  const as = { sub: 'outsider', boards: ['hai-duong'], roles: ['reader' as const] };
  for (const path of [`${YEAR}/nominations`, `${YEAR}/nominations/1`, `/v1/boards/${BOARD}/award-registers/2026`])
    expect((await emulation.call('GET', path, { as })).status).toBe(404);
});
