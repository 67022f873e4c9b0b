import * as fc from 'fast-check';
import type { Role } from '@kcn/kernel';
import { sampleFiles } from './spec-support/sample';
import { startRegistry } from './spec-support/start-registry';
import type { TestRegistry } from './spec-support/start-registry';

interface Operation {
  readonly method: string;
  readonly path: string;
  readonly recorderOnly: boolean;
}

let registry: TestRegistry;
let operations: readonly Operation[];
beforeAll(async () => {
  registry = await startRegistry();
  await registry.importFiles('hung-yen', sampleFiles());
  const document = (await (await fetch(`${registry.baseUrl}/openapi.json`)).json()) as {
    paths: Record<string, Record<string, { description?: string }>>;
  };
  operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      method: method.toUpperCase(),
      path,
      recorderOnly: operation.description === 'Roles: recorder',
    })),
  );
});
afterAll(() => registry.stop());

const ROLES: readonly Role[] = ['recorder', 'approver', 'reader', 'operator', 'service'];
const BOARDS = ['hung-yen', 'ha-nam', 'ha-noi'];

/** An address of something that exists in hung-yen. */
const addressOf = (path: string, board: string): string =>
  path
    .replace('{board}', board)
    .replace('{kind}', 'parks')
    .replace('{key}', 'pho-noi-a')
    .replace('{code}', 'HY-TN-2003-001')
    .replace('{id}', 'imp-1');

test('over every route, token and role: who may not know a board gets 404 and nothing else', async () => {
  const ofBoards = operations.filter(({ path }) => path.includes('{board}'));
  expect(ofBoards.length).toBeGreaterThan(9);
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...ofBoards.keys()),
      fc.constantFrom(...BOARDS),
      fc.subarray(BOARDS),
      fc.subarray([...ROLES]),
      async (index, board, boards, roles) => {
        const operation = ofBoards[index];
        if (!operation) return;
        const as = { boards, roles };
        const isWrite = operation.method !== 'GET';
        const answer = await registry.call(operation.method, addressOf(operation.path, board), {
          as,
          ifMatch: '"0"',
          ...(isWrite ? { body: {} } : {}),
        });
        if (!boards.includes(board)) {
          expect([answer.status, answer.body.code]).toEqual([404, 'unknown_board']);
          return;
        }
        // A board without records looks like none, for whoever may know it too; commands get past that to their own refusal.
        if (operation.recorderOnly && !roles.includes('recorder')) expect(answer.status).toBe(403);
        else if (isWrite) expect([400, 404, 409, 412, 415]).toContain(answer.status);
        else if (board === 'hung-yen')
          expect(operation.path.endsWith('{id}') ? answer.body.code : answer.status).toBe(
            operation.path.endsWith('{id}') ? 'import_not_found' : 200,
          );
        else expect(answer.status).toBe(404);
      },
    ),
    { numRuns: 200 },
  );
});

test('the list of boards names those of the token and no other', async () => {
  const listFor = async (boards: string[]): Promise<unknown> =>
    (await registry.call('GET', '/v1/boards', { as: { boards, roles: ['reader'] } })).body;
  expect(await listFor(['hung-yen', 'ha-nam'])).toEqual({ items: [{ board: 'hung-yen' }] });
  expect(await listFor(['*'])).toEqual({ items: [{ board: 'hung-yen' }] });
  expect(await listFor(['ha-nam'])).toEqual({ items: [] });
});

test("without a token there is only health, metrics and the API's description", async () => {
  for (const { method, path } of operations) {
    const answer = await fetch(`${registry.baseUrl}${addressOf(path, 'hung-yen')}`, { method });
    expect(answer.status).toBe(401);
    await answer.arrayBuffer();
  }
  for (const path of ['/health/live', '/health/ready', '/metrics', '/openapi.json'])
    expect((await fetch(`${registry.baseUrl}${path}`)).status).toBe(200);
});
