import { BLOC_FILES } from './application/bloc/file-names';
import { verifySheetFile } from './compose/verify-sheet-file';
import type { EmulationSheet } from './domain/sheets/sheet';
import { readSample } from './spec-support/bloc-sample';
import { sampleFigures } from './spec-support/figures-server';
import { startEmulation } from './spec-support/start-emulation';
import type { TestEmulation } from './spec-support/start-emulation';

const MEMBER = 'hung-yen';
const BLOC = `/v1/boards/${MEMBER}/blocs/bloc-red-river-delta/years/2019`;
const APPROVER = { sub: 'approver', boards: [MEMBER], roles: ['approver' as const] };

let emulation: TestEmulation;
beforeAll(async () => {
  emulation = await startEmulation();
  emulation.figures.set(MEMBER, sampleFigures(MEMBER));
  const files = Object.fromEntries(BLOC_FILES.map((name) => [name, readSample(name)]));
  expect((await emulation.load(MEMBER, files)).status).toBe(201);
});
afterAll(() => emulation.stop());

/** What anybody can judge from one file, without us. */
const judge = (sheet: string, lastAccepted: { readonly revision: number; readonly sha256: string } | null) =>
  verifySheetFile(
    Buffer.from(
      JSON.stringify({
        format: 'emulation-evidence/1',
        member: MEMBER,
        sheet,
        receivedAt: new Date().toISOString(),
        deadline: null,
        keys: [{ jwk: emulation.key.jwk, validFrom: '2019-01-01T00:00:00Z', validTo: '2199-01-01T00:00:00Z', revokedAt: null }],
        lastAccepted,
        criteria: readSample('criteria.json'),
        bloc: readSample('bloc.json'),
      }),
    ),
    { pinned: [emulation.key.signer.thumbprint] },
  );

it('a member signs its sheet; the bytes are judged accepted from a file alone, and revisions are chained', async () => {
  const first = await emulation.call('POST', `${BLOC}/sheets`, { as: APPROVER, key: 'first' });
  expect(first).toMatchObject({ status: 201, body: { revision: 1, key_thumbprint: emulation.key.signer.thumbprint } });
  const again = await emulation.call('POST', `${BLOC}/sheets`, { as: APPROVER, key: 'first' });
  expect([again.headers.get('idempotency-replayed'), again.body]).toEqual(['true', first.body]);
  const second = await emulation.call('POST', `${BLOC}/sheets`, { as: APPROVER });
  expect(second).toMatchObject({ status: 201, body: { revision: 2 } });

  const one = await emulation.call('GET', first.headers.get('location') ?? '');
  expect([one.status, one.headers.get('content-type'), one.headers.get('etag')]).toEqual([
    200,
    'application/jose',
    `"${String(first.body['sha256'])}"`,
  ]);
  expect(await judge(one.text, null)).toMatchObject({ verdict: 'accepted' });
  const two = await emulation.call('GET', second.headers.get('location') ?? '');
  expect(await judge(two.text, { revision: 1, sha256: String(first.body['sha256']) })).toMatchObject({ verdict: 'accepted' });
  expect(await judge(two.text, { revision: 1, sha256: '0'.repeat(64) })).toMatchObject({ verdict: 'equivocation' });
});

it('names the published summary that says its figures, and none for a figure that is not there', async () => {
  const published = '5'.repeat(64);
  emulation.figuresServer.published.set(MEMBER, published);
  const signed = await emulation.call('POST', `${BLOC}/sheets`, { as: APPROVER });
  emulation.figuresServer.published.delete(MEMBER);
  const { text } = await emulation.call('GET', signed.headers.get('location') ?? '');
  const sheet = JSON.parse(Buffer.from(text.split('.')[1] ?? '', 'base64url').toString()) as Pick<EmulationSheet, 'figures'>;
  const said = new Set(sheet.figures.map(({ actual, summarySha256 }) => `${String(actual !== null)} ${String(summarySha256)}`));
  expect(said).toEqual(new Set([`true ${published}`, 'false null']));
});

it('only an approver signs; what is not there and what is another board’s are the same', async () => {
  const as = { sub: 'recorder', boards: [MEMBER], roles: ['recorder' as const] };
  expect((await emulation.call('POST', `${BLOC}/sheets`, { as })).status).toBe(403);
  expect((await emulation.call('GET', `${BLOC}/sheets/9`)).body.code).toBe('unknown_sheet');
  const outsider = { ...APPROVER, boards: ['ha-nam'] };
  expect((await emulation.call('GET', `${BLOC}/sheets/1`, { as: outsider })).status).toBe(404);
  expect((await emulation.call('POST', `${BLOC}/sheets`, { as: outsider })).status).toBe(404);
});

it('a member that keeps the files does not score the bloc', async () => {
  for (const path of ['result', 'ranking'])
    expect(await emulation.call('GET', `${BLOC}/${path}`)).toMatchObject({ status: 404, body: { code: 'unknown_bloc' } });
});
