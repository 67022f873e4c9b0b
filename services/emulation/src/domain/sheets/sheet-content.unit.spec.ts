import { instant } from '@kcn/kernel';
import { createTestKey, signAnything } from '../../spec-support/signing-keys';
import type { TestKey } from '../../spec-support/signing-keys';
import { scope, seal, sheetOf, signSheet } from '../../spec-support/sheets';
import { judgeSheet } from './judge-sheet';
import type { Judgement } from './verdict';

let key: TestKey;
beforeAll(async () => {
  key = await createTestKey();
});

const judge = (received: Uint8Array): Promise<Judgement> =>
  judgeSheet(
    {
      received,
      receivedAt: instant('2019-07-03T01:00:00Z'),
      scope,
      keys: [key.pinned()],
      history: { known: [] },
      checkPoints: () => ({ mismatches: [], remarks: [] }),
    },
    seal,
  );
const codes = ({ verdict, counts, details }: Judgement): unknown => [verdict, counts, details.map(({ code }) => code)];

const signRaw = (value: unknown): Promise<Uint8Array> =>
  signAnything({
    privateJwk: key.privateJwk,
    header: { kid: key.signer.thumbprint },
    payload: typeof value === 'string' ? value : seal.canonicalText(value),
  });
const place = async (value: unknown): Promise<unknown> => {
  const { verdict, details } = await judge(await signRaw(value));
  return [verdict, details.map(({ code, at }) => [code, at])];
};
const figure = sheetOf().figures[0] as object;
const criterion = sheetOf().criteria[0] as object;

it.each<readonly [string, unknown, string]>([
  ['an unknown member', { ...sheetOf(), verified: '15' }, '/verified'],
  ['a member missing', { ...sheetOf(), asOf: undefined }, '/asOf'],
  ['another format', { ...sheetOf(), format: 'emulation-sheet/2' }, '/format'],
  ['a number where a decimal text belongs', { ...sheetOf(), figures: [{ ...figure, actual: 26 }] }, '/figures/0/actual'],
  ['a decimal that is none', { ...sheetOf(), figures: [{ ...figure, actual: '2,6' }] }, '/figures/0/actual'],
  ['a figure twice', { ...sheetOf(), figures: [figure, figure] }, '/figures/1'],
  [
    'an unknown member deep inside',
    { ...sheetOf(), criteria: [{ ...criterion, evidence: [{ ref: 'x', sha256: null, by: 'me' }] }] },
    '/criteria/0/evidence/0/by',
  ],
  ['a criterion twice', { ...sheetOf(), criteria: [criterion, criterion] }, '/criteria/1'],
  [
    'an operand twice',
    {
      ...sheetOf(),
      criteria: [
        {
          ...criterion,
          operands: [
            { name: 'a', ref: 'x', value: '1' },
            { name: 'a', ref: 'y', value: '1' },
          ],
        },
      ],
    },
    '/criteria/0/operands/1',
  ],
  [
    'null where a part may only be absent',
    { ...sheetOf(), criteria: [{ ...criterion, operands: [{ name: 'a', ref: 'x', value: '1', of: null }] }] },
    '/criteria/0/operands/0/of',
  ],
  ['a revision of 0', { ...sheetOf(), revision: 0 }, '/revision'],
  ['a revision that is no integer', { ...sheetOf(), revision: 1.5 }, '/revision'],
  ['a hash that is none', { ...sheetOf(), previousSha256: 'A'.repeat(64) }, '/previousSha256'],
  ['a day that does not exist', { ...sheetOf(), signedAt: '2019-02-30T00:00:00Z' }, '/signedAt'],
  ['an instant without a zone', { ...sheetOf(), asOf: '2019-07-01T00:00:00' }, '/asOf'],
  ['a text where yes or no belongs', { ...sheetOf(), criteria: [{ ...criterion, notApplicable: 'true' }] }, '/criteria/0/notApplicable'],
  ['a text that is too long', { ...sheetOf(), criteriaVersion: 'x'.repeat(61) }, '/criteriaVersion'],
  [
    'a list that is too long',
    { ...sheetOf(), criteria: [{ ...criterion, evidence: Array.from({ length: 51 }, () => ({ ref: 'x', sha256: null })) }] },
    '/criteria/0/evidence',
  ],
  ['a list where an object belongs', [], '/'],
  ['a member named as what every object has', JSON.stringify({ ...sheetOf() }).replace(/^\{/, '{"__proto__":{},'), ''],
])('%s is refused, though it is signed', async (_what, value, at) => {
  expect(await place(value)).toEqual(
    at === '' ? ['bad-signature', [['not-canonical', undefined]]] : ['bad-signature', [['malformed', at]]],
  );
});

it('what is signed twice over, huge, or nothing at all', async () => {
  expect(codes(await judge(Buffer.alloc(1_048_577, 'A')))).toEqual(['bad-signature', false, ['too-large']]);
  expect(codes(await judge(Buffer.alloc(0)))).toEqual(['bad-signature', false, ['not-compact-jws']]);
  const { jws } = await signSheet(key.signer);
  expect(codes(await judge(Buffer.concat([jws, Buffer.from('.'), jws])))).toEqual(['bad-signature', false, ['not-compact-jws']]);
});
