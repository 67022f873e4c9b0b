import { Client, Metadata, credentials, status } from '@grpc/grpc-js';
import type { ChannelCredentials, ServiceError } from '@grpc/grpc-js';
import { emulationSheetServiceV1 as wire } from '@kcn/contracts';
import { instant } from '@kcn/kernel';
import { createSilentLogger } from '@kcn/service-kit';
import type { SheetReadPorts, StoredDocument } from '../../application/read-sheets';
import { createSheetReading } from '../../application/read-sheets';
import { createTestAuthority } from '../../spec-support/board-certificates';
import type { TestAuthority } from '../../spec-support/board-certificates';
import { createPeerClient } from './peer-client';
import { credentialsFor } from './peer-credentials';
import type { PeerServer } from './peer-server';
import { createPeerServer } from './peer-server';

let authority: TestAuthority;
let server: PeerServer;
let sheets: readonly StoredDocument[] = [];
const reads: unknown[] = [];
const leaderRecord: StoredDocument = { jws: Buffer.from('record'), revision: 2 };

/** ha-nam hosts its own sheet and, as the year's leader, the record. */
const ports: SheetReadPorts = {
  sheetsAfter: async ({ revision }) => sheets.filter((sheet) => sheet.revision > revision),
  revisionsOf: async () => [{ revision: 1, sha256: 'a'.repeat(64), signedAt: instant('2019-07-02T00:00:00Z') }],
  leaderRecordsAfter: async ({ revision }) => [leaderRecord].filter((record) => record.revision > revision),
  keySetOf: async (board) => Buffer.from(`keys of ${board}`),
  leaderOf: async ({ year }) => (year === 2019 ? 'ha-nam' : undefined),
  findDuty: async (reader, { member, year }) => (member === 'ha-nam' && year === 2019 && reader === 'vinh-phuc' ? 'checker' : undefined),
  isMember: async (reader) => reader !== 'lam-dong',
  recordRead: async (read) => void reads.push(read),
};

beforeAll(async () => {
  authority = await createTestAuthority();
  server = createPeerServer({
    ...{ host: '127.0.0.1', port: 0, tls: await authority.issue('ha-nam') },
    reading: createSheetReading(ports),
    logger: createSilentLogger(),
    drainDeadlineMs: 500,
  });
  expect(() => server.address()).toThrow();
  await server.start();
});
afterAll(() => server.stop());
beforeEach(() => {
  sheets = [{ jws: Buffer.from('one'), revision: 1 }];
  reads.length = 0;
});

const question = { bloc: 'bloc-a', year: 2019, since: 0, timeoutMs: 3_000, signal: new AbortController().signal };
const clientOf = async (board: string) =>
  createPeerClient({
    tls: await authority.issue(board),
    addresses: new Map([['ha-nam', { address: server.address(), name: 'ha-nam' }]]),
    maxAnswerBytes: 20_000_000,
  });
const ask = async (board: string, changes: object = {}) =>
  (await clientOf(board)).askForSheets({ ...question, member: 'ha-nam', ...changes });
const askRecord = async (board: string, changes: object = {}) =>
  (await clientOf(board)).askForLeaderRecords({ ...question, leader: 'ha-nam', ...changes });
const textsOf = (answer: Awaited<ReturnType<typeof ask>>): unknown =>
  'kind' in answer ? answer.kind : [answer.sheets.map((jws) => Buffer.from(jws).toString()), Buffer.from(answer.keySet).toString()];

it('gives a sheet as it is to who has a duty, and keeps who read what', async () => {
  expect(textsOf(await ask('vinh-phuc'))).toEqual([['one'], 'keys of ha-nam']);
  expect(reads).toEqual([{ bloc: 'bloc-a', member: 'ha-nam', year: 2019, reader: 'vinh-phuc', duty: 'checker', revisions: [1] }]);
});

it('to everybody else the sheet does not exist, nor the year', async () => {
  expect([textsOf(await ask('ha-noi')), textsOf(await ask('vinh-phuc', { year: 2018 }))]).toEqual([
    'refused-by-member',
    'refused-by-member',
  ]);
  expect(reads).toEqual([]);
});

it('gives the leader’s record to the members of the bloc', async () => {
  expect(textsOf(await askRecord('ha-noi'))).toEqual([['record'], 'keys of ha-nam']);
  expect(textsOf(await askRecord('ha-noi', { since: 2 }))).toEqual([[], 'keys of ha-nam']);
  expect([textsOf(await askRecord('lam-dong')), textsOf(await askRecord('ha-noi', { year: 2018 }))]).toEqual([
    'refused-by-member',
    'refused-by-member',
  ]);
});

it('stops early where there is much, and whoever asks on comes to the end', async () => {
  sheets = Array.from({ length: 45 }, (_, index) => ({ jws: Buffer.from('x'), revision: index + 1 }));
  const seen: number[] = [];
  for (let since = 0; ; ) {
    const answer = await ask('vinh-phuc', { since });
    if ('kind' in answer || answer.sheets.length === 0) break;
    seen.push(answer.sheets.length);
    since += answer.sheets.length;
  }
  expect(seen).toEqual([20, 20, 5]);
  sheets = [1, 2, 3].map((revision) => ({ jws: Buffer.alloc(4_000_000), revision }));
  const large = await ask('vinh-phuc');
  expect('kind' in large ? large.kind : large.sheets.length).toBe(1);
});

it('a board without an address, and a pull that has ended, cost no call', async () => {
  expect(await ask('vinh-phuc', { member: 'ha-noi' })).toMatchObject({ kind: 'no-connection' });
  expect(await ask('vinh-phuc', { signal: AbortSignal.abort() })).toMatchObject({ kind: 'no-answer-in-time' });
  expect(reads).toEqual([]);
});

describe('on the wire', () => {
  const call = async <Q, A>(
    method: { path: string; requestSerialize: (value: Q) => Buffer; responseDeserialize: (value: Buffer) => A },
    request: Q,
    options: { readonly deadline?: number; readonly by?: ChannelCredentials } = { deadline: Date.now() + 3_000 },
  ): Promise<A | number> => {
    const raw = new Client(server.address(), options.by ?? credentialsFor('ha-nam', await authority.issue('vinh-phuc')), {
      'grpc.ssl_target_name_override': 'ha-nam',
    });
    return new Promise((resolve) => {
      const settings = options.deadline === undefined ? {} : { deadline: options.deadline };
      raw.makeUnaryRequest(
        method.path,
        method.requestSerialize,
        method.responseDeserialize,
        request,
        new Metadata(),
        settings,
        (error: ServiceError | null, answer?: A) => {
          raw.close();
          resolve(error ? error.code : (answer as A));
        },
      );
    });
  };
  const { getSheet, listRevisions } = wire.EmulationSheetServiceService;
  const address = { bloc: 'bloc-a', member: 'ha-nam', year: 2019 };

  it('lists revisions without their bytes', async () => {
    expect(await call(listRevisions, address)).toEqual({
      revisions: [{ revision: 1, sha256: 'a'.repeat(64), signedAt: '2019-07-02T00:00:00.000Z' }],
    });
    expect(reads).toHaveLength(1);
    expect(await call(listRevisions, { ...address, year: 2018 })).toBe(status.NOT_FOUND);
  });

  it('refuses a call without a deadline, one without TLS, and one without a certificate', async () => {
    expect(await call(getSheet, { ...address, sinceRevision: 0 }, {})).toBe(status.INVALID_ARGUMENT);
    expect(await call(getSheet, { ...address, sinceRevision: 0 }, { by: credentials.createInsecure(), deadline: Date.now() + 3_000 })).toBe(
      status.UNAVAILABLE,
    );
    const anonymous = credentials.createSsl(authority.pem, null, null, { checkServerIdentity: () => undefined });
    expect(await call(getSheet, { ...address, sinceRevision: 0 }, { by: anonymous, deadline: Date.now() + 3_000 })).toBe(
      status.UNAVAILABLE,
    );
    expect(reads).toEqual([]);
  });
});
