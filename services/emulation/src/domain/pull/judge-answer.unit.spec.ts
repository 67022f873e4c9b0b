import { instant } from '@kcn/kernel';
import { createTestKey } from '../../spec-support/signing-keys';
import type { TestKey } from '../../spec-support/signing-keys';
import { scope, seal, signSheet } from '../../spec-support/sheets';
import type { JudgeAnswerInput, MemberFile } from './judge-answer';
import { MAX_SHEETS_PER_ANSWER, judgeAnswer } from './judge-answer';

let old: TestKey;
let next: TestKey;
beforeAll(async () => {
  [old, next] = await Promise.all([createTestKey(), createTestKey()]);
});

const file = (): MemberFile => ({ keys: [old.pinned()], history: { known: [] } });
const keySet = (statements: readonly string[] = []): Uint8Array =>
  Buffer.from(JSON.stringify({ format: 'emulation-keys/1', member: scope.member, keys: [old.jwk], statements }));
const judge = (changes: Partial<JudgeAnswerInput>) =>
  judgeAnswer(
    {
      file: file(),
      answer: { sheets: [], keySet: keySet() },
      receivedAt: instant('2019-07-03T01:00:00Z'),
      scope,
      checkPoints: () => ({ mismatches: [], remarks: [] }),
      ...changes,
    },
    seal,
  );
const verdicts = ({ judgements }: Awaited<ReturnType<typeof judge>>): readonly string[] => judgements.map(({ verdict }) => verdict);

it('each sheet is judged in the light of those before it', async () => {
  const first = await signSheet(old.signer);
  const second = await signSheet(old.signer, { revision: 2, previousSha256: first.sha256, figures: [] });
  const judged = await judge({ answer: { sheets: [first.jws, second.jws, first.jws], keySet: keySet() } });
  expect(verdicts(judged)).toEqual(['accepted', 'figures-differ', 'old-revision']);
  expect(judged.file.history).toEqual({
    lastAccepted: { revision: 2, sha256: second.sha256 },
    known: [
      { revision: 1, sha256: first.sha256 },
      { revision: 2, sha256: second.sha256 },
    ],
  });
  expect(judged.file.acceptedFigures).toEqual([]);
});

it('a refused revision is a link that its correction names; what nobody can be held to leaves no trace', async () => {
  const first = await signSheet(old.signer);
  const stranger = await signSheet(next.signer);
  const otherYear = await signSheet(old.signer, { year: 2018 });
  const mismatch = { mismatches: [{ code: 'points-do-not-follow', vi: '', en: '' }], remarks: [] };
  const refused = await judge({
    answer: { sheets: [first.jws, stranger.jws, otherYear.jws], keySet: keySet() },
    checkPoints: () => mismatch,
  });
  expect(verdicts(refused)).toEqual(['points-mismatch', 'unknown-key', 'wrong-scope']);
  expect(refused.file.history).toEqual({ known: [{ revision: 1, sha256: first.sha256 }] });
  const corrected = await signSheet(old.signer, { revision: 2, previousSha256: first.sha256 });
  expect(verdicts(await judge({ file: refused.file, answer: { sheets: [corrected.jws], keySet: keySet() } }))).toEqual(['accepted']);
  const rewritten = await signSheet(old.signer, { figures: [] });
  expect(verdicts(await judge({ file: refused.file, answer: { sheets: [rewritten.jws], keySet: keySet() } }))).toEqual(['equivocation']);
});

it('a key that the answer rotates to signs the sheet that comes with it', async () => {
  const { jws } = await old.signer.sign({
    format: 'emulation-key-rotation/1',
    member: scope.member,
    oldThumbprint: old.signer.thumbprint,
    jwk: next.jwk,
    validFrom: '2019-07-01T00:00:00.000Z',
    validTo: '2020-07-01T00:00:00.000Z',
    signedAt: '2019-07-01T00:00:00.000Z',
  });
  const sheet = await signSheet(next.signer);
  const judged = await judge({ answer: { sheets: [sheet.jws], keySet: keySet([Buffer.from(jws).toString()]) } });
  expect([verdicts(judged), judged.file.keys.length, judged.refusedStatements]).toEqual([['accepted'], 2, []]);
});

it.each([
  ['no JSON', Buffer.from('x')],
  ['no UTF-8', Buffer.from([0xff, 0xfe])],
  ['too large', Buffer.alloc(300_000, ' ')],
  ['another format', Buffer.from('{"format":"jwks"}')],
  ['nothing', new Uint8Array()],
])('a key set that is %s adds no key and takes none away', async (_what, bytes) => {
  const { jws } = await signSheet(old.signer);
  expect(verdicts(await judge({ answer: { sheets: [jws], keySet: bytes } }))).toEqual(['accepted']);
});

it('looks at so many sheets and no more', async () => {
  const { jws } = await signSheet(old.signer);
  expect(verdicts(await judge({ answer: { sheets: Array.from({ length: 50 }, () => jws), keySet: keySet() } }))).toHaveLength(
    MAX_SHEETS_PER_ANSWER,
  );
});
