import { instant } from '@kcn/kernel';
import fc from 'fast-check';
import { createTestKey, signAnything } from '../../spec-support/signing-keys';
import type { TestKey } from '../../spec-support/signing-keys';
import { scope, seal, sheetOf, signSheet } from '../../spec-support/sheets';
import type { JudgeSheetInput, PointsFinding } from './judge-sheet';
import { judgeSheet } from './judge-sheet';
import type { EmulationSheet } from './sheet';
import type { Judgement } from './verdict';
import { VERDICTS, detail, doesCount } from './verdict';

const RECEIVED_AT = instant('2019-07-03T01:00:00Z');
const nothingFound: PointsFinding = { mismatches: [], remarks: [] };

let key: TestKey;
let stranger: TestKey;
beforeAll(async () => {
  [key, stranger] = await Promise.all([createTestKey(), createTestKey()]);
});

const judge = (received: Uint8Array, changes: Partial<JudgeSheetInput> = {}): Promise<Judgement> =>
  judgeSheet(
    {
      received,
      receivedAt: RECEIVED_AT,
      deadline: instant('2019-07-03T17:00:00Z'),
      scope,
      keys: [key.pinned()],
      history: { known: [] },
      checkPoints: () => nothingFound,
      ...changes,
    },
    seal,
  );
const codes = ({ verdict, counts, details }: Judgement): unknown => [
  verdict,
  counts,
  details.map(({ code, at }) => (at === undefined ? code : `${code} ${at}`)),
];

it('accepts what a pinned key signed, in scope and in time', async () => {
  const { jws, sheet, sha256 } = await signSheet(key.signer);
  expect(await judge(jws)).toEqual({ verdict: 'accepted', counts: true, details: [], sheet, sha256, keyThumbprint: key.signer.thumbprint });
});

it('a sheet with any one byte changed is never accepted', async () => {
  const { jws } = await signSheet(key.signer);
  await fc.assert(
    fc.asyncProperty(fc.nat(jws.byteLength - 1), fc.integer({ min: 0, max: 255 }), async (at, byte) => {
      fc.pre(jws[at] !== byte);
      const changed = Uint8Array.from(jws);
      changed[at] = byte;
      expect(['bad-signature', 'unknown-key']).toContain((await judge(changed)).verdict);
    }),
    { numRuns: 300 },
  );
});

it('a sheet with any one byte of its content changed is never accepted, though everything else stays', async () => {
  const { jws, sheet } = await signSheet(key.signer);
  const [header, , signature] = Buffer.from(jws).toString().split('.');
  const content = Buffer.from(seal.canonicalText(sheet));
  await fc.assert(
    fc.asyncProperty(fc.nat(content.byteLength - 1), fc.integer({ min: 0, max: 255 }), async (at, byte) => {
      fc.pre(content[at] !== byte);
      const changed = Uint8Array.from(content);
      changed[at] = byte;
      const forged = Buffer.from([header, Buffer.from(changed).toString('base64url'), signature].join('.'));
      expect((await judge(forged)).verdict).toBe('bad-signature');
    }),
    { numRuns: 300 },
  );
});

describe('keys', () => {
  it('one that nobody pinned is unknown, also when the header brings it along', async () => {
    const { jws } = await signSheet(stranger.signer);
    expect(codes(await judge(jws))).toEqual(['unknown-key', false, ['key-not-pinned']]);
    const payload = seal.canonicalText(sheetOf());
    const withKey = await signAnything({ privateJwk: stranger.privateJwk, header: { jwk: stranger.jwk }, payload });
    expect(codes(await judge(withKey))).toEqual(['bad-signature', false, ['header-not-allowed']]);
    const inTheNameOf = await signAnything({ privateJwk: stranger.privateJwk, header: { kid: key.signer.thumbprint }, payload });
    expect(codes(await judge(inTheNameOf))).toEqual(['bad-signature', false, [`signature-does-not-verify ${key.signer.thumbprint}`]]);
    const withoutName = await signAnything({ privateJwk: stranger.privateJwk, header: {}, payload });
    expect(codes(await judge(withoutName))).toEqual(['bad-signature', false, ['signature-does-not-verify']]);
    expect((await judge(jws, { keys: [] })).verdict).toBe('unknown-key');
  });

  it('without a name in the header each pinned key is tried', async () => {
    const jws = await signAnything({ privateJwk: key.privateJwk, header: {}, payload: seal.canonicalText(sheetOf()) });
    expect((await judge(jws, { keys: [stranger.pinned(), key.pinned()] })).verdict).toBe('accepted');
  });

  it('one whose thumbprint alone is known cannot be checked yet', async () => {
    const { jwk: _unknown, ...thumbprintOnly } = key.pinned();
    expect((await judge((await signSheet(key.signer)).jws, { keys: [thumbprintOnly] })).verdict).toBe('unknown-key');
  });

  it('one that has expired, or does not hold yet, when it signed or when the sheet came', async () => {
    const { jws } = await signSheet(key.signer);
    const expired = 'expired-certificate';
    expect((await judge(jws, { keys: [key.pinned({ validTo: instant('2019-07-02T02:00:00Z') })] })).verdict).toBe(expired);
    expect((await judge(jws, { keys: [key.pinned({ validTo: instant('2019-07-02T04:00:00Z') })] })).verdict).toBe(expired);
    expect((await judge(jws, { keys: [key.pinned({ validFrom: instant('2019-07-02T04:00:00Z') })] })).verdict).toBe(expired);
    // Dated into the key's life by its signer, but received after it.
    const backDated = await signSheet(key.signer, { signedAt: instant('2019-01-02T00:00:00Z') });
    expect((await judge(backDated.jws, { keys: [key.pinned({ validTo: instant('2019-02-01T00:00:00Z') })] })).verdict).toBe(expired);
    // Received in time and looked at later: still good, since the time of receipt counts.
    expect((await judge(jws, { keys: [key.pinned({ validTo: RECEIVED_AT })] })).verdict).toBe('accepted');
  });

  it('a revoked one counts only for what was received before', async () => {
    const { jws } = await signSheet(key.signer, { signedAt: instant('2019-03-01T00:00:00Z') });
    const revoked = (at: string) => ({ keys: [key.pinned({ revokedAt: instant(at) })] });
    expect(codes(await judge(jws, revoked('2019-07-03T01:00:00Z')))).toEqual([
      'unknown-key',
      false,
      [`key-revoked ${key.signer.thumbprint}`],
    ]);
    expect((await judge(jws, revoked('2019-06-01T00:00:00Z'))).verdict).toBe('unknown-key');
    expect((await judge(jws, revoked('2019-07-03T01:00:00.001Z'))).verdict).toBe('accepted');
  });
});

describe('scope', () => {
  it.each<readonly [string, Partial<EmulationSheet>]>([
    ['bloc', { bloc: 'bloc-other' }],
    ['member', { member: 'ha-nam' }],
    ['year', { year: 2018 }],
    ['period', { period: '2018-H1' }],
    ['criteriaVersion', { criteriaVersion: 'dbsh-2018-1' }],
    ['criteriaSha256', { criteriaSha256: 'd'.repeat(64) }],
  ])('another %s is wrong', async (name, changes) => {
    expect(codes(await judge((await signSheet(key.signer, changes)).jws))).toEqual(['wrong-scope', false, [`other-scope ${name}`]]);
  });

  it('last year’s sheet names every difference', async () => {
    const { jws } = await signSheet(key.signer, { year: 2018, period: '2018-H1', criteriaVersion: 'dbsh-2018-1' });
    const { details } = await judge(jws);
    expect(details.map(({ at, expected, actual }) => [at, expected, actual])).toEqual([
      ['year', '2019', '2018'],
      ['period', '2019-H1', '2018-H1'],
      ['criteriaVersion', 'dbsh-2019-1', 'dbsh-2018-1'],
    ]);
  });
});

describe('what was received before', () => {
  it('a revision that follows the accepted one is taken, the accepted one again too, an older one not', async () => {
    const first = await signSheet(key.signer);
    const second = await signSheet(key.signer, { revision: 2, previousSha256: first.sha256 });
    const history = { lastAccepted: { revision: 2, sha256: second.sha256 }, known: [{ revision: 1, sha256: first.sha256 }] };
    expect(codes(await judge(second.jws, { history: { lastAccepted: { revision: 1, sha256: first.sha256 }, known: [] } }))).toEqual([
      'accepted',
      true,
      [],
    ]);
    expect(codes(await judge(second.jws, { history, deadline: instant('2019-07-01T00:00:00Z') }))).toEqual([
      'accepted',
      true,
      ['already-accepted 2'],
    ]);
    expect(codes(await judge(first.jws, { history }))).toEqual(['old-revision', false, ['revision-not-newer 1']]);
    const third = await signSheet(key.signer, { revision: 5, previousSha256: second.sha256 });
    expect((await judge(third.jws, { history })).verdict).toBe('accepted');
  });

  it('another content under the same revision is equivocation, whichever came first', async () => {
    const [one, other] = [await signSheet(key.signer), await signSheet(key.signer, { asOf: instant('2019-06-30T00:00:00Z') })];
    for (const history of [
      { lastAccepted: { revision: 1, sha256: one.sha256 }, known: [] },
      { known: [{ revision: 1, sha256: one.sha256 }] },
      { lastAccepted: { revision: 2, sha256: 'e'.repeat(64) }, known: [{ revision: 1, sha256: one.sha256 }] },
    ])
      expect(codes(await judge(other.jws, { history }))).toEqual(['equivocation', false, ['same-revision-other-content 1']]);
  });

  it('a revision that follows something else than was accepted is equivocation', async () => {
    const history = { lastAccepted: { revision: 1, sha256: 'e'.repeat(64) }, known: [] };
    for (const previousSha256 of ['f'.repeat(64), null]) {
      const { jws } = await signSheet(key.signer, { revision: 2, previousSha256 });
      expect(codes(await judge(jws, { history }))).toEqual(['equivocation', false, ['other-predecessor 2']]);
    }
    const firstWithPredecessor = await signSheet(key.signer, { previousSha256: 'f'.repeat(64) });
    expect((await judge(firstWithPredecessor.jws)).verdict).toBe('equivocation');
    expect((await judge((await signSheet(key.signer, { revision: 2 })).jws)).verdict).toBe('equivocation');
  });

  it('a correction follows the revision that was refused', async () => {
    const history = { lastAccepted: { revision: 1, sha256: 'e'.repeat(64) }, known: [{ revision: 2, sha256: 'f'.repeat(64) }] };
    const { jws } = await signSheet(key.signer, { revision: 3, previousSha256: 'f'.repeat(64) });
    expect((await judge(jws, { history })).verdict).toBe('accepted');
  });

  it('a first sheet may be a later revision; the leader is told', async () => {
    const { jws } = await signSheet(key.signer, { revision: 3, previousSha256: 'f'.repeat(64) });
    expect(codes(await judge(jws))).toEqual(['accepted', true, ['earlier-revisions-unseen 1']]);
  });
});

describe('points and figures', () => {
  it('points that do not follow are refused; what only the leader knows better is shown', async () => {
    const { jws } = await signSheet(key.signer);
    const mismatch: PointsFinding = {
      mismatches: [detail('points-do-not-follow', { at: 'I-1.3', expected: '14.00', actual: '15.00' })],
      remarks: [],
    };
    expect(codes(await judge(jws, { checkPoints: () => mismatch }))).toEqual(['points-mismatch', false, ['points-do-not-follow I-1.3']]);
    const remark: PointsFinding = { mismatches: [], remarks: [detail('leader-record-differs', { at: 'III-1' })] };
    expect(codes(await judge(jws, { checkPoints: () => remark }))).toEqual(['accepted', true, ['leader-record-differs III-1']]);
  });

  it('figures that differ from the accepted revision or from agreed ones are shown, not refused', async () => {
    const first = await signSheet(key.signer);
    const [whole, fdi] = first.sheet.figures;
    if (!whole || !fdi) throw new Error('two figures');
    const second = await signSheet(key.signer, {
      revision: 2,
      previousSha256: first.sha256,
      figures: [
        { ...whole, actual: '27', lastYear: '20.0' },
        { ...fdi, unit: 'dự án' },
      ],
    });
    const judged = await judge(second.jws, {
      history: { lastAccepted: { revision: 1, sha256: first.sha256 }, known: [] },
      acceptedFigures: first.sheet.figures,
      agreed: [
        { indicator: 'INV.NEW.N', breakdown: '', unit: 'project', part: 'lastYear', value: '21' },
        { indicator: 'INV.NEW.N', breakdown: '', unit: 'project', part: 'yearPlan', value: '43.00' },
      ],
    });
    expect([judged.verdict, judged.counts]).toEqual(['figures-differ', true]);
    expect(judged.details.map(({ code, at, expected, actual }) => [code, at, expected, actual])).toEqual([
      ['figure-changed', 'actual:INV.NEW.N', '26', '27'],
      ['figure-changed', 'actual:INV.NEW.N:FDI', '21', 'null'],
      ['figure-changed', 'actual:INV.NEW.N:FDI', 'null', '21'],
      ['figure-not-agreed', 'lastYear:INV.NEW.N', '21', '20.0'],
    ]);
  });
});

it('a sheet that comes after the deadline is late, whatever day its signer wrote on it', async () => {
  const { jws } = await signSheet(key.signer, { signedAt: instant('2019-06-01T00:00:00Z') });
  expect(codes(await judge(jws, { deadline: instant('2019-07-03T00:59:59.999Z') }))).toEqual(['late', false, ['received-after-deadline']]);
  expect((await judge(jws, { deadline: RECEIVED_AT })).verdict).toBe('accepted');
});

it('of two faults the earlier check speaks', async () => {
  const bad = await signSheet(stranger.signer, { year: 2018 });
  expect((await judge(bad.jws, { deadline: instant('2019-01-01T00:00:00Z') })).verdict).toBe('unknown-key');
  const scopeAndLate = await signSheet(key.signer, { year: 2018 });
  expect((await judge(scopeAndLate.jws, { deadline: instant('2019-01-01T00:00:00Z') })).verdict).toBe('wrong-scope');
});

it('only two verdicts count', () => {
  expect(VERDICTS.filter(doesCount)).toEqual(['accepted', 'figures-differ']);
});
