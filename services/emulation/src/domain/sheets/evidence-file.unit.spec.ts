import { instant } from '@kcn/kernel';
import fc from 'fast-check';
import { blocText, criteriaText, sampleSheet } from '../../spec-support/sample-sheets';
import { createTestKey } from '../../spec-support/signing-keys';
import type { TestKey } from '../../spec-support/signing-keys';
import { seal } from '../../spec-support/sheets';
import type { EvidenceFile } from './evidence-file';
import { verifyEvidence } from './evidence-file';
import type { Judgement } from './verdict';

let key: TestKey;
let good: EvidenceFile;
beforeAll(async () => {
  key = await createTestKey();
  const { jwk, validFrom, validTo } = key.pinned();
  good = {
    format: 'emulation-evidence/1',
    member: 'hai-duong',
    sheet: Buffer.from((await key.signer.sign(sampleSheet('hai-duong'))).jws).toString(),
    receivedAt: instant('2019-07-03T01:00:00Z'),
    deadline: null,
    keys: [{ jwk: jwk ?? key.jwk, validFrom, validTo, revokedAt: null }],
    lastAccepted: null,
    criteria: criteriaText,
    bloc: blocText,
  };
});

const bytesOf = (file: object): Uint8Array => Buffer.from(JSON.stringify(file));
const verify = (changes: object = {}, pinned?: readonly string[]): Promise<Judgement> =>
  verifyEvidence(bytesOf({ ...good, ...changes }), pinned ? { pinned } : {}, seal);

it('judges from the file alone, years later and whatever the file’s keys have become', async () => {
  expect(await verify()).toMatchObject({ verdict: 'accepted', keyThumbprint: key.signer.thumbprint });
  expect((await verify({}, [key.signer.thumbprint])).verdict).toBe('accepted');
});

it('does not take the file’s word for its keys where they are known from elsewhere', async () => {
  expect((await verify({}, ['A'.repeat(43)])).verdict).toBe('unknown-key');
  expect((await verify({ keys: [] })).verdict).toBe('unknown-key');
  const [only] = good.keys;
  expect((await verify({ keys: [{ ...only, revokedAt: '2019-07-03T00:59:59Z' }] })).verdict).toBe('unknown-key');
  expect((await verify({ keys: [{ ...only, validTo: '2019-06-30T00:00:00Z' }] })).verdict).toBe('expired-certificate');
});

it('sees what does not belong: another member, another criteria file, another predecessor, points of its own', async () => {
  expect((await verify({ member: 'ha-nam' })).verdict).toBe('wrong-scope');
  expect((await verify({ criteria: criteriaText.replace('"max": "40"', '"max":  "40"') })).verdict).toBe('accepted');
  const { legalBasis: _gone, ...other } = JSON.parse(criteriaText) as { legalBasis: unknown[] };
  expect((await verify({ criteria: JSON.stringify({ ...other, legalBasis: _gone.slice(1) }) })).verdict).toBe('wrong-scope');
  expect((await verify({ lastAccepted: { revision: 1, sha256: 'e'.repeat(64) } })).verdict).toBe('equivocation');
  expect((await verify({ deadline: '2019-07-03T00:00:00Z' })).verdict).toBe('late');
  const sheet = sampleSheet('hai-duong');
  const raised = { ...sheet, criteria: sheet.criteria.map((one) => (one.code === 'II-9' ? { ...one, computed: '10.00' } : one)) };
  const jws = Buffer.from((await key.signer.sign(raised)).jws).toString();
  expect((await verify({ sheet: jws })).verdict).toBe('points-mismatch');
});

it('with any one byte of the JWS changed never accepts', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(good.sheet.length - 1), fc.integer({ min: 33, max: 126 }), async (at, code) => {
      fc.pre(good.sheet.charCodeAt(at) !== code);
      const sheet = `${good.sheet.slice(0, at)}${String.fromCharCode(code)}${good.sheet.slice(at + 1)}`;
      expect((await verify({ sheet })).counts).toBe(false);
    }),
    { numRuns: 60 },
  );
});

it.each([
  ['no JSON', '{', 'bad_json'],
  ['a key twice', '{"format":"emulation-evidence/1","format":"emulation-evidence/1"}', 'bad_json'],
  ['something else', '{"format":"emulation-sheet/1"}', 'bad_document'],
])('a file with %s is refused', async (_what, text, code) => {
  await expect(verifyEvidence(Buffer.from(text), {}, seal)).rejects.toMatchObject({ code });
});

it('a file whose criteria or bloc cannot be read is refused with their faults', async () => {
  await expect(verify({ criteria: '{}' })).rejects.toMatchObject({
    code: 'bad_document',
    details: expect.arrayContaining([expect.objectContaining({ pointer: expect.any(String) })]),
  });
  await expect(verify({ bloc: blocText.replace('"dbsh-2019-1"', '"other"') })).rejects.toMatchObject({
    details: [expect.objectContaining({ code: 'other_criteria' })],
  });
  await expect(verifyEvidence(Buffer.alloc(9_000_000, ' '), {}, seal)).rejects.toMatchObject({ category: 'too_large' });
});
