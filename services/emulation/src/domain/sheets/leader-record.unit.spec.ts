import { instant } from '@kcn/kernel';
import { sampleInput } from '../../spec-support/bloc-sample';
import { criteriaSha256, sampleScope, sampleSheet } from '../../spec-support/sample-sheets';
import { createTestKey } from '../../spec-support/signing-keys';
import type { TestKey } from '../../spec-support/signing-keys';
import { seal } from '../../spec-support/sheets';
import type { JudgeLeaderRecordInput } from './judge-leader-record';
import { judgeLeaderRecord } from './judge-leader-record';
import type { LeaderRecord } from './leader-record';
import { composeLeaderRecord, readLeaderRecord } from './leader-record';

const { criteria, bloc, rows } = sampleInput();
const ownSha256 = seal.sha256(seal.canonicalText(sampleSheet('thai-binh')));
const compose = (changes: Partial<Parameters<typeof composeLeaderRecord>[0]> = {}): LeaderRecord =>
  composeLeaderRecord({
    ...{ criteria, criteriaSha256, bloc, rows },
    sheets: new Map([['thai-binh', { revision: 1, sha256: ownSha256 }]]),
    missingReasons: new Map([['ha-noi', 'Đang sắp xếp lại bộ máy']]),
    signedAt: instant('2019-07-09T00:00:00Z'),
    ...changes,
  });

let leader: TestKey;
let other: TestKey;
beforeAll(async () => {
  [leader, other] = await Promise.all([createTestKey(), createTestKey()]);
});

async function judge(record: object, changes: Partial<JudgeLeaderRecordInput> = {}, by = leader) {
  const { member: _any, ...scope } = sampleScope('thai-binh');
  const { jws } = await by.signer.sign(record);
  const input = {
    received: jws,
    receivedAt: instant('2019-07-09T01:00:00Z'),
    scope: { ...scope, leader: 'hai-duong' },
    keys: [leader.pinned()],
    history: { known: [] },
  };
  return judgeLeaderRecord({ ...input, ...changes }, seal);
}
const codes = ({ verdict, details }: Awaited<ReturnType<typeof judge>>): unknown => [verdict, details.map(({ code, at }) => [code, at])];

it('holds what is the leader’s to say, and nothing of the member’s', () => {
  const record = compose();
  const of = (member: string) => record.members.find((one) => one.member === member);
  expect(record).toMatchObject({ leader: 'hai-duong', revision: 1, previousSha256: null });
  expect(of('thai-binh')).toMatchObject({
    sheet: { revision: 1 },
    missingReason: null,
    roles: [],
    steps: expect.arrayContaining([{ step: 'registration', date: '2019-03-04' }]),
  });
  expect(of('quang-ninh')?.roles).toEqual(['deputy', 'host']);
  expect(of('ha-noi')).toMatchObject({ sheet: null, missingReason: 'Đang sắp xếp lại bộ máy', notApplicable: ['I-3.5'] });
  // In dispute: a checker and a reason, no value.
  expect(of('hung-yen')?.criteria.find(({ code }) => code === 'I-4.2')).toMatchObject({
    value: null,
    checkedBy: expect.any(String),
    reason: expect.any(String),
  });
  // nam-dinh reported late: P1 in days.
  expect(of('nam-dinh')?.penalties.map(({ code }) => code)).toEqual(['P1']);
  expect(JSON.stringify(record)).not.toContain('"self":');
  expect(readLeaderRecord(JSON.parse(seal.canonicalText(record)))).toEqual(record);
});

it('is taken from the leader, in scope and in order', async () => {
  const record = compose();
  const sha256 = seal.sha256(seal.canonicalText(record));
  expect(await judge(record)).toMatchObject({ verdict: 'accepted', record, sha256, keyThumbprint: leader.signer.thumbprint });
  const second = compose({ previous: { revision: 1, sha256 } });
  expect((await judge(second, { history: { lastAccepted: { revision: 1, sha256 }, known: [] } })).verdict).toBe('accepted');
  expect(codes(await judge(record, {}, other))).toEqual(['unknown-key', [['key-not-pinned', undefined]]]);
  expect(codes(await judge({ ...record, leader: 'ha-nam' }))).toEqual(['wrong-scope', [['other-scope', 'leader']]]);
  expect(codes(await judge({ ...record, year: 2018 }))).toEqual(['wrong-scope', [['other-scope', 'year']]]);
  expect(codes(await judge({ ...record, host: 'x' }))).toEqual(['bad-signature', [['malformed', '/host']]]);
  expect((await judge(record, { keys: [leader.pinned({ validTo: instant('2019-07-01T00:00:00Z') })] })).verdict).toBe(
    'expired-certificate',
  );
  expect((await judge(record, { history: { lastAccepted: { revision: 1, sha256: 'e'.repeat(64) }, known: [] } })).verdict).toBe(
    'equivocation',
  );
  expect((await judge(record, { received: Buffer.alloc(5_000_000, 'A') })).verdict).toBe('bad-signature');
});

it('a sheet is no record and a record no sheet, whoever signed it', async () => {
  expect((await judge(sampleSheet('hai-duong'))).verdict).toBe('bad-signature');
});

it('a member sees whether its own sheet is the one that was taken', async () => {
  const ownSheet = { member: 'thai-binh', revision: 1, sha256: ownSha256 };
  expect((await judge(compose(), { ownSheet })).verdict).toBe('accepted');
  expect(codes(await judge(compose({ sheets: new Map() }), { ownSheet }))).toEqual([
    'figures-differ',
    [['leader-record-differs', 'sheet thai-binh']],
  ]);
});
