import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withStandIns } from '../spec-support/run-kcn';
import type { Script } from '../spec-support/stand-in';

const listed = {
  board: 'ha-nam',
  bloc: 'b',
  year: 2019,
  period: '2019-H1',
  leader: 'ha-nam',
  name: { vi: 'B', en: 'B' },
  members: ['ha-noi'],
};
const YEAR = '/v1/boards/ha-nam/blocs/b/years/2019';
const listing: Script = { 'GET /v1/blocs': [{ body: { items: [listed] } }] };
const state = {
  ...{ bloc: 'b', year: 2019, period: '2019-H1', state: 'decided', missing: [], outdated: true },
  awards: {
    ...{ flagPlaces: 2, certificatePlaces: 3, flags: ['ha-noi'], certificates: [], undecided: ['ha-nam', 'nam-dinh'] },
    ...{ lapsed: { flags: 1, certificates: 0 }, vetoed: ['thai-binh'], belowThreshold: [] },
  },
  given: [
    {
      ...{ register: { year: 2020, number: 1 }, code: '7F3A-9K2M-Q4XW-8B5T', form_name: { vi: 'Cờ thi đua' }, recipient: { id: 'ha-noi' } },
      ...{ total: '921.81', decision: { number: '142/QĐ-BKHĐT' }, revoked: null },
    },
  ],
};

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kcn-awards-'));
});
afterEach(() => rm(folder, { recursive: true }));

it('awards: the answer unchanged, or who gets what for people', async () => {
  await withStandIns({ emulation: { ...listing, [`GET ${YEAR}/awards`]: [{ body: state }] } }, async ({ kcn }) => {
    expect(JSON.parse((await kcn('emulation', 'awards', '--bloc', 'b', '--json')).stdout)).toEqual(state);
    const { exitCode, stdout } = await kcn('emulation', 'awards', '--bloc', 'b');
    expect(exitCode).toBe(0);
    for (const line of [
      /Cờ thi đua \/ flags +2 +1 +ha-noi/,
      /the leader decides: ha-nam, nam-dinh/,
      /vetoed: thai-binh/,
      /1\/2020 +Cờ thi đua +ha-noi +921,81 +142\/QĐ-BKHĐT +7F3A-9K2M-Q4XW-8B5T/,
      /frozen anew/,
    ])
      expect(stdout).toMatch(line);
  });
});

it('document and certificate: the bytes go into the file; the format is that of its name, or as asked', async () => {
  const headers = { 'content-type': 'application/pdf', etag: '"abc"', 'document-draft': 'true' };
  const script: Script = {
    ...listing,
    [`GET ${YEAR}/documents/minutes`]: [{ headers, body: '%PDF-1' }],
    'GET /v1/awards/7f3a/certificate': [{ headers: { 'content-type': 'application/pdf', etag: '"def"' }, body: '%PDF-2' }],
  };
  await withStandIns({ emulation: script }, async ({ kcn, emulation }) => {
    const [minutes, certificate] = [join(folder, 'm.docx'), join(folder, 'c.pdf')];
    const drawn = await kcn('emulation', 'document', 'minutes', '--bloc', 'b', '--out', minutes, '--json');
    expect([drawn.exitCode, JSON.parse(drawn.stdout)]).toEqual([0, { file: minutes, bytes: 6, sha256: 'abc', draft: true }]);
    expect((await kcn('emulation', 'certificate', '7f3a', '--out', certificate)).stdout).toBe(`→ ${certificate}, 6 byte\n`);
    expect((await kcn('emulation', 'certificate', '7f3a', '--out', certificate, '--format', 'docx')).exitCode).toBe(0);
    expect([await readFile(minutes, 'utf8'), await readFile(certificate, 'utf8')]).toEqual(['%PDF-1', '%PDF-2']);
    expect(emulation.received.filter(({ path }) => path !== '/v1/blocs').map(({ query }) => query.get('format'))).toEqual([
      ...['docx', 'pdf', 'docx'],
    ]);
  });
});

it('another paper is refused before anything is asked', async () => {
  await withStandIns({ emulation: listing }, async ({ kcn, emulation }) => {
    const { exitCode, stdout } = await kcn('emulation', 'document', 'letter', '--bloc', 'b', '--out', join(folder, 'x'), '--json');
    expect([exitCode, (JSON.parse(stdout) as { code: string }).code, emulation.received]).toEqual([64, 'unknown_document', []]);
  });
});

it('award: sends the decision of a file with the leader’s choices, and shows the new lines', async () => {
  const decision = {
    number: '142/QĐ-BKHĐT',
    date: '2020-01-15',
    authority: ['BỘ TRƯỞNG'],
    place: 'Hà Nội',
    signer: { capacity: ['X'], name: 'A' },
  };
  const file = join(folder, 'decision.json');
  await writeFile(file, JSON.stringify(decision));
  const script: Script = { ...listing, [`POST ${YEAR}/awards/decisions`]: [{ status: 201, body: { items: state.given } }] };
  await withStandIns({ emulation: script }, async ({ kcn, emulation }) => {
    const asked = ['emulation', 'award', '--bloc', 'b', '--decision', file];
    expect((await kcn(...asked, '--kinds', 'flag', '--choose', 'ha-noi=flag')).stdout).toMatch(/1\/2020 +Cờ thi đua +ha-noi/);
    expect(await kcn(...asked, '--choose', 'ha-noi=gold')).toMatchObject({ exitCode: 64 });
    expect(await kcn(...asked, '--choose', 'da-nang=flag')).toMatchObject({ exitCode: 64 });
    const posted = emulation.received
      .filter(({ method }) => method === 'POST')
      .map(({ body }) => JSON.parse(Buffer.from(body, 'latin1').toString()) as unknown);
    expect(posted).toEqual([{ decision, kinds: ['flag'], choices: { 'ha-noi': 'flag' } }]);
  });
});
