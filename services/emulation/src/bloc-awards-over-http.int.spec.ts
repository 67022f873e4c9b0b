import { createHash } from 'node:crypto';
import { emulationAwardEvents } from '@kcn/contracts';
import { decodePdfQr, readDocx } from '@kcn/testkit/reading';
import type { AwardCode } from './domain/awards/award-code';
import { readSample } from './spec-support/bloc-sample';
import { LEADER, startBlocYear } from './spec-support/bloc-year';
import type { BlocYearWorld } from './spec-support/bloc-year';
import { PUBLIC_URL } from './spec-support/start-emulation';
import type { Answer } from './spec-support/start-emulation';

/** What the register's lines look like to a test. */
interface Line {
  readonly code: AwardCode;
  readonly register: { readonly year: number; readonly number: number };
  readonly form: string;
  readonly recipient: { readonly id: string; readonly name: string };
  readonly total: string;
  readonly rank: number;
  readonly verification_address: string;
}
const expected = JSON.parse(readSample('expected.json')) as {
  awards: object;
  ranking: readonly { readonly rank: number; readonly member: string; readonly total: string; readonly award: string }[];
};
const awarded = expected.ranking.filter(({ award }) => award !== 'none');

const decision = {
  ...{ number: '142/QĐ-BKHĐT', date: '2020-01-15', authority: ['BỘ TRƯỞNG', 'BỘ KẾ HOẠCH VÀ ĐẦU TƯ'], place: 'Hà Nội' },
  signer: { capacity: ['BỘ TRƯỞNG'], name: 'Nguyễn Văn An' },
};
const APPROVER = { sub: 'minister’s office', roles: ['approver' as const] };
const linesOf = ({ body }: Answer): readonly Line[] => body['items'] as readonly Line[];

let world: BlocYearWorld;
const call: BlocYearWorld['emulation']['call'] = (...args) => world.emulation.call(...args);
/** As somebody who may know all boards. */
const read = (path: string): Promise<Answer> => call('GET', `/v1/boards/${LEADER}/blocs/bloc-red-river-delta/years/2019/${path}`);
const decide = (body: object = {}): Promise<Answer> => world.post(LEADER, 'awards/decisions', { decision, ...body }, APPROVER);

beforeAll(async () => {
  world = await startBlocYear();
});
afterAll(() => world.emulation.stop());

it('before the freeze awards are provisional, papers are drafts, and nothing can be decided', async () => {
  expect((await read('awards')).body).toMatchObject({ state: 'provisional', frozen: null, awards: expected.awards, given: [] });
  const draft = await read('documents/ranking?format=docx');
  expect([draft.status, draft.headers.get('document-draft')]).toEqual([200, 'true']);
  expect(readDocx(draft.bytes).paragraphs).toContain('DỰ THẢO');
  expect(await decide()).toMatchObject({ status: 409, body: { code: 'not_frozen' } });
});

describe('once the ranking is frozen', () => {
  let lines: readonly Line[];

  beforeAll(async () => {
    await world.runToCrossChecked();
    const reasons = Object.fromEntries(world.members.map((member) => [member, 'Phiếu giấy đã nhận']));
    const frozen = await world.asLeader('frozen-rankings', { reasons, reason: 'năm 2019 được chạy lại' });
    expect({ status: frozen.status, text: frozen.text }).toMatchObject({ status: 201 });
  });

  it('the papers are no drafts any more, and are the same bytes again', async () => {
    for (const kind of ['minutes', 'proposal', 'ranking'])
      for (const format of ['pdf', 'docx']) {
        const [first, again] = [await read(`documents/${kind}?format=${format}`), await read(`documents/${kind}?format=${format}`)];
        expect(first.status).toBe(200);
        expect(first.headers.get('document-draft')).toBeNull();
        expect(first.bytes.equals(again.bytes)).toBe(true);
        expect(first.headers.get('etag')).toBe(`"${createHash('sha256').update(first.bytes).digest('hex')}"`);
        if (format === 'docx') expect(readDocx(first.bytes).paragraphs).not.toContain('DỰ THẢO');
        else expect(first.bytes.subarray(0, 5).toString()).toBe('%PDF-');
      }
  });

  it('what was recorded of the meeting stands in the minutes; the last record counts', async () => {
    const person = (name: string) => ({ name, capacity: 'Trưởng Ban' });
    const record = {
      ...{ held_on: '2019-12-27', begins_at: '08:30', ends_at: '11:45', venue: 'Hải Dương', town: 'Hải Dương' },
      ...{ chair: person('Phạm Minh Phương'), secretary: person('Nguyễn Thị Hoa') },
      attendees: [{ ...person('Bùi Thế Cử'), member: 'hung-yen' }],
      papers: { minutes: { number: '05/BB-KTĐ', date: '2019-12-27' } },
    };
    const as = { sub: 'secretary', roles: ['recorder' as const] };
    expect(await world.post(LEADER, 'meeting', { ...record, venue: 'Chưa rõ' }, as)).toMatchObject({ status: 201, body: { revision: 1 } });
    expect(await world.post(LEADER, 'meeting', record, as)).toMatchObject({ status: 201, body: { revision: 2 } });
    expect((await read('meeting')).body).toMatchObject({ revision: 2, recorded_by: 'secretary', record: { venue: 'Hải Dương' } });
    const { paragraphs } = readDocx((await read('documents/minutes?format=docx')).bytes);
    for (const text of [
      'Số: 05/BB-KTĐ',
      'Thời gian: từ 08:30 đến 11:45 ngày 27/12/2019. Địa điểm: Hải Dương.',
      '- Ban Quản lý các khu công nghiệp tỉnh Hưng Yên: Bùi Thế Cử, Trưởng Ban',
      'Nguyễn Thị Hoa',
    ])
      expect(paragraphs).toContain(text);
    const stranger = { ...record, attendees: [{ ...person('X'), member: 'da-nang' }] };
    expect(await world.post(LEADER, 'meeting', stranger, as)).toMatchObject({ status: 400, body: { code: 'unknown_member' } });
    const unprintable = { ...record, statements: ['株式会社'] };
    expect(await world.post(LEADER, 'meeting', unprintable, as)).toMatchObject({ status: 400, body: { code: 'document_refused' } });
  });

  it('refuses a decision that nobody can have made, and gives nothing', async () => {
    for (const [changes, code] of [
      [{ decision: { ...decision, number: '142' } }, 'bad_decision_number'],
      [{ decision: { ...decision, date: '2098-01-01' } }, 'decision_in_future'],
      [{ decision: { ...decision, signer: { capacity: ['BỘ TRƯỞNG'], name: '株式会社' } } }, 'document_refused'],
      [{ choices: { 'ha-noi': 'flag' } }, 'not_undecided'],
    ] as const)
      expect(await decide(changes)).toMatchObject({ status: 400, body: { code } });
    expect(await world.post(LEADER, 'awards/decisions', { decision }, { roles: ['recorder'] })).toMatchObject({ status: 403 });
    expect(linesOf(await call('GET', `/v1/boards/${LEADER}/award-registers/2020`))).toEqual([]);
  });

  it('a decision enters the expected awards in the register, numbered, each with a code of its own', async () => {
    const flags = await decide({ kinds: ['flag'] });
    expect(flags.status).toBe(201);
    const both = await Promise.all([decide({ kinds: ['certificate'] }), decide({ kinds: ['certificate'] })]);
    // Two at once: one of them is too late.
    expect(both.map(({ status }) => status).sort()).toEqual([201, 409]);
    expect(await decide()).toMatchObject({ status: 409, body: { code: 'already_decided' } });
    lines = linesOf(await call('GET', `/v1/boards/${LEADER}/award-registers/2020`));
    expect(lines.map(({ form, recipient, total, rank, register }) => [register.number, form, recipient.id, total, rank])).toEqual(
      awarded.map(({ award, member, total, rank }, at) => [at + 1, award, member, total, rank]),
    );
    expect(new Set(lines.map(({ code }) => code)).size).toBe(lines.length);
    for (const { code, verification_address: address } of lines) expect(address).toBe(`${PUBLIC_URL}/v1/awards/${code}`);
    expect((await read('awards')).body).toMatchObject({ state: 'decided', outdated: false });
  });

  it('each decision is one event of the log, with every line of it', async () => {
    const { connection } = world.emulation.database;
    const entries = await connection
      .getClient()
      .db(connection.name)
      .collection<{ payload: { buffer: Uint8Array } }>('event_log')
      .find({ type: 'kcn.emulation.v1.AwardsGranted' })
      .sort({ position: 1 })
      .toArray();
    const granted = entries.map(({ payload }) => emulationAwardEvents.granted.codec.decode(payload.buffer));
    expect(granted.flatMap(({ awards }) => awards.map(({ registerNumber, recipient }) => [registerNumber, recipient]))).toEqual(
      awarded.map(({ member }, at) => [at + 1, member]),
    );
  });

  it('anybody may check a code, however it is typed; only what the certificate says is told', async () => {
    const [line] = lines;
    for (const typed of [line?.code ?? '', (line?.code ?? '').toLowerCase().replaceAll('-', '')]) {
      const { status, body } = await call('GET', `/v1/awards/${typed}`, { as: null });
      expect(status).toBe(200);
      expect(body).toEqual({
        ...{ code: line?.code, status: 'valid', award: { vi: 'Cờ thi đua', en: 'Emulation flag' } },
        recipient: { name: 'Ban Quản lý các khu công nghiệp tỉnh Hải Dương', address: null },
        achievement: expect.stringContaining('năm 2019') as unknown,
        ...{ year: 2019, register: { year: 2020, number: 1 }, decision, revoked_by: null },
      });
    }
    const page = await fetch(`${world.emulation.baseUrl}/v1/awards/${line?.code ?? ''}`, { headers: { accept: 'text/html' } });
    expect([page.headers.get('content-type'), await page.text()]).toEqual([
      'text/html; charset=utf-8',
      expect.stringContaining('Khen thưởng có hiệu lực') as unknown,
    ]);
  });

  it('a wrong code is told from no code by nothing', async () => {
    const answers = await Promise.all(
      ['0000-0000-0000-0000', 'x', '142', '%3Cscript%3E', 'Z'.repeat(3_000)].map((code) => call('GET', `/v1/awards/${code}`, { as: null })),
    );
    for (const { status, body } of answers)
      expect([status, body.code, body['vi']]).toEqual([404, 'unknown_award', 'Không có khen thưởng này']);
  });

  it('the certificate is the same bytes again, and its code leads to where it is checked', async () => {
    const [line] = lines;
    const path = `/v1/awards/${line?.code ?? ''}/certificate`;
    for (const format of ['pdf', 'docx']) {
      const [first, again] = [await call('GET', `${path}?format=${format}`), await call('GET', `${path}?format=${format}`)];
      expect(first.status).toBe(200);
      expect(first.bytes.equals(again.bytes)).toBe(true);
      if (format === 'pdf') {
        expect(await decodePdfQr(first.bytes)).toBe(line?.verification_address);
        continue;
      }
      const { paragraphs, codes } = readDocx(first.bytes);
      expect(codes).toEqual([line?.verification_address]);
      for (const text of [
        'BỘ KẾ HOẠCH VÀ ĐẦU TƯ',
        'CỜ THI ĐUA',
        'BAN QUẢN LÝ CÁC KHU CÔNG NGHIỆP TỈNH HẢI DƯƠNG',
        'Quyết định số 142/QĐ-BKHĐT ngày 15/01/2020',
        'Vào sổ khen thưởng số 1/2020',
        `Mã xác minh: ${line?.code ?? ''}`,
        'Hà Nội, ngày 15 tháng 01 năm 2020',
        'Nguyễn Văn An',
      ])
        expect(paragraphs).toContain(text);
    }
    expect((await call('GET', path, { as: null })).status).toBe(401);
    expect((await call('GET', path, { as: { sub: 'x', boards: ['hung-yen'], roles: ['reader'] } })).status).toBe(404);
  });

  it('a revoked award keeps its line; its code says so, its certificate is not printed again', async () => {
    const line = lines[4];
    const path = `/v1/boards/${LEADER}/award-registers/2020/awards/5/revocation`;
    const body = { decision: { number: '12/QĐ-BKHĐT', date: '2020-06-01' }, reason: 'Số liệu nộp ngân sách không đúng' };
    const early = { ...body, decision: { ...body.decision, date: '2020-01-14' } };
    expect(await call('POST', path, { as: APPROVER, body: early })).toMatchObject({ status: 409, body: { code: 'revoked_before_given' } });
    expect(await call('POST', path, { as: APPROVER, body: { decision: body.decision, reason: ' ' } })).toMatchObject({ status: 400 });
    expect(await call('POST', path, { as: APPROVER, body, key: 'revoke' })).toMatchObject({
      status: 200,
      body: { revoked: { reason: body.reason } },
    });
    expect((await call('POST', path, { as: APPROVER, body, key: 'revoke' })).headers.get('idempotency-replayed')).toBe('true');
    expect(await call('POST', path, { as: APPROVER, body })).toMatchObject({ status: 409, body: { code: 'already_revoked' } });
    const checked = await call('GET', `/v1/awards/${line?.code ?? ''}`, { as: null });
    expect(checked.body).toMatchObject({ status: 'revoked', revoked_by: body.decision });
    expect(checked.text).not.toContain('ngân sách');
    expect(await call('GET', `/v1/awards/${line?.code ?? ''}/certificate`)).toMatchObject({ status: 409, body: { code: 'award_revoked' } });
    const after = linesOf(await call('GET', `/v1/boards/${LEADER}/award-registers/2020`));
    expect(after.slice(0, 4)).toEqual(lines.slice(0, 4));
    expect(after[4]).toMatchObject({ ...line, revoked: { reason: body.reason, decision: body.decision } });
  });
});
