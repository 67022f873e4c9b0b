import type { Role } from '@kcn/kernel';
import * as fc from 'fast-check';
import { aBoard, aProject } from './spec-support/small-history';
import { startReporting } from './spec-support/start-reporting';
import type { TestReporting } from './spec-support/start-reporting';

interface Operation {
  readonly method: string;
  readonly path: string;
}

const ROLES: readonly Role[] = ['recorder', 'approver', 'reader', 'operator', 'service'];
const BOARDS = ['hung-yen', 'ha-nam', 'ha-noi'];
/** An address of something that exists in hung-yen. */
const addressOf = (path: string, board: string): string =>
  path
    .replace('{board}', board)
    .replace('{period}', '2017')
    .replace('{indicator}', 'INV.NEW.N')
    .replace('{revision}', '1')
    .replace('{id}', 'any');

let reporting: TestReporting;
let operations: readonly Operation[];
beforeAll(async () => {
  reporting = await startReporting();
  await reporting.record('hung-yen', [aBoard(), aProject('P1')]);
  await reporting.settled('GET', '/v1/boards/hung-yen/summaries/2017');
  const document = (await (await fetch(`${reporting.baseUrl}/openapi.json`)).json()) as { paths: Record<string, Record<string, unknown>> };
  operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => ({ method: method.toUpperCase(), path })),
  );
});
afterAll(() => reporting.stop());

test('over every route, token and role: who may not know a board gets 404 and nothing else', async () => {
  expect(operations.length).toBeGreaterThan(14);
  expect(operations.every(({ path }) => path.startsWith('/v1/boards/{board}/'))).toBe(true);
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...operations.keys()),
      fc.constantFrom(...BOARDS),
      fc.subarray(BOARDS),
      fc.subarray([...ROLES]),
      async (index, board, boards, roles) => {
        const operation = operations[index];
        if (!operation || boards.includes(board)) return;
        const { method, path } = operation;
        const answer = await reporting.call(method, addressOf(path, board), {
          as: { boards, roles },
          ...(method === 'GET' ? {} : { body: {} }),
        });
        expect([answer.status, answer.body.code]).toEqual([404, 'unknown_board']);
      },
    ),
    { numRuns: 300 },
  );
});

test('a board without records looks like one that does not exist', async () => {
  for (const path of ['/summaries/2017', '/status', '/lineage/2017/INV.NEW.N']) {
    const answer = await reporting.call('GET', `/v1/boards/ha-nam${path}`, { as: { boards: ['*'], roles: ['reader'] } });
    expect([answer.status, answer.body.code]).toEqual([404, 'unknown_board']);
  }
});

test('records of one board are in no figure of another', async () => {
  await reporting.record('ha-noi', [aBoard(), aProject('P1'), aProject('P2')]);
  const values = async (board: string): Promise<string | null | undefined> =>
    (await reporting.settled('GET', `/v1/boards/${board}/summaries/2017`)).body.figures.find(
      ({ indicator, breakdown }) => indicator === 'INV.NEW.N' && breakdown === '',
    )?.value;
  expect([await values('hung-yen'), await values('ha-noi')]).toEqual(['1', '2']);
});
