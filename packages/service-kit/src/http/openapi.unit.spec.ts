import { execFileSync } from 'node:child_process';
import { z } from 'zod';
import { createOpenApiDocument } from './openapi';
import { noContent, ok } from './results';
import { defineRoute } from './route';

const routes = [
  defineRoute({
    method: 'get',
    path: '/v1/boards/:board/records/:kind',
    operationId: 'listRecords',
    tags: ['records'],
    roles: ['reader'],
    params: z.object({ board: z.string(), kind: z.enum(['projects', 'parks']) }),
    query: z.object({ limit: z.coerce.number().int().max(1000).default(100), as_of: z.iso.datetime().optional() }),
    responses: {
      200: {
        description: 'a page',
        schema: z
          .object({
            items: z.array(z.object({ key: z.string(), content: z.record(z.string(), z.unknown()) })),
            next: z.string().nullable(),
          })
          .meta({ id: 'RecordPage' }),
      },
    },
    handler: () => ok({}),
  }),
  defineRoute({
    method: 'post',
    path: '/v1/boards/:board/imports',
    operationId: 'importFiles',
    tags: ['imports'],
    roles: ['recorder'],
    idempotent: true,
    raw: true,
    responses: { 201: { description: 'applied' } },
    handler: () => noContent(),
  }),
  defineRoute({
    method: 'put',
    path: '/v1/boards/:board/records/:kind/:key',
    operationId: 'correctRecord',
    tags: ['records'],
    roles: ['recorder'],
    conditional: true,
    body: z.object({ amount: z.string().regex(/^\d+$/).transform(BigInt), when: z.union([z.string(), z.null()]) }),
    responses: { 200: { description: 'corrected' }, 202: { description: 'bytes', contentType: 'application/pdf' } },
    handler: () => ok({}),
  }),
];

const document = createOpenApiDocument(routes, { title: 'Kit', version: '1' });

/** The validator is an ES module, which jest cannot load; Node can. */
function validate(specification: unknown): { valid: boolean; errors?: unknown } {
  const script = `
    import { Validator } from '@seriousme/openapi-schema-validator';
    let text = ''; for await (const chunk of process.stdin) text += chunk;
    console.log(JSON.stringify(await new Validator().validate(JSON.parse(text))));`;
  return JSON.parse(
    execFileSync(process.execPath, ['--input-type=module', '-e', script], {
      input: JSON.stringify(specification),
      cwd: __dirname,
      encoding: 'utf8',
    }),
  ) as { valid: boolean; errors?: unknown };
}

it('is valid OpenAPI 3.1, by the schema of the OpenAPI Initiative', () => {
  expect(validate(document)).toEqual({ valid: true });
});

it('the validator would notice: a document without its responses is not valid', () => {
  const broken = structuredClone(document) as { paths: Record<string, { get?: { responses?: unknown; operationId?: unknown } }> };
  const operation = broken.paths['/v1/boards/{board}/records/{kind}']?.get;
  if (operation) operation.operationId = 7;
  expect(validate(broken).valid).toBe(false);
});

it('names every parameter of the path, the headers that are needed and the problem everybody can get', () => {
  expect(document.paths?.['/v1/boards/{board}/records/{kind}']?.get).toMatchObject({
    operationId: 'listRecords',
    security: [{ bearer: [] }],
    parameters: expect.arrayContaining([
      expect.objectContaining({ in: 'path', name: 'kind', required: true }),
      expect.objectContaining({ in: 'query', name: 'limit', required: false }),
    ]),
    responses: { default: { content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } } } },
  });
  expect(document.paths?.['/v1/boards/{board}/imports']?.post?.parameters).toContainEqual(
    expect.objectContaining({ in: 'header', name: 'Idempotency-Key', required: true }),
  );
  expect(document.paths?.['/v1/boards/{board}/records/{kind}/{key}']?.put?.parameters).toContainEqual(
    expect.objectContaining({ in: 'header', name: 'If-Match', required: true }),
  );
  expect(Object.keys(document.components?.schemas ?? {}).sort()).toEqual(['Problem', 'RecordPage']);
});

it('a route that contradicts itself is refused at start', () => {
  const plain = { method: 'get', path: '/v1/x', operationId: 'x', tags: [], roles: [], responses: {}, handler: () => noContent() } as const;
  expect(() => defineRoute({ ...plain, board: true })).toThrow(/without :board/);
  for (const guarded of [{ roles: ['reader'] as const }, { path: '/v1/boards/:board/x' }])
    expect(() => defineRoute({ ...plain, public: true, ...guarded })).toThrow(/neither a board nor roles/);
  expect(() => defineRoute({ ...plain, raw: true, body: z.string() })).toThrow(/reads its body itself/);
});
