import { OpenAPIRegistry, OpenApiGeneratorV31 } from '@asteasolutions/zod-to-openapi';
import { z } from 'zod';
import type { Route } from './route';

/** What heads the OpenAPI document. */
export interface ApiInfo {
  readonly title: string;
  readonly version: string;
  readonly description?: string;
}

export type OpenApiDocument = ReturnType<OpenApiGeneratorV31['generateDocument']>;

const PROBLEM = 'application/problem+json';
const PROBLEM_REF = '#/components/schemas/Problem';

const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  instance: z.string(),
  code: z.string(),
  vi: z.string(),
  en: z.string(),
  errors: z
    .array(
      z.object({
        code: z.string(),
        vi: z.string(),
        en: z.string(),
        pointer: z.string().optional(),
        file: z.string().optional(),
        line: z.int().optional(),
        column: z.string().optional(),
      }),
    )
    .optional(),
  trace_id: z.string().optional(),
});

/** The OpenAPI 3.1 document of the routes, from the same schemas that validate their requests. */
export function createOpenApiDocument(routes: readonly Route[], info: ApiInfo): OpenApiDocument {
  const registry = new OpenAPIRegistry();
  registry.registerComponent('securitySchemes', 'bearer', { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' });
  const { $schema: _dialect, ...problem } = z.toJSONSchema(problemSchema);
  registry.registerComponent('schemas', 'Problem', problem as Parameters<typeof registry.registerComponent<'schemas'>>[2]);
  for (const route of routes) register(registry, route);
  return new OpenApiGeneratorV31(registry.definitions).generateDocument({ openapi: '3.1.0', info: { ...info } });
}

function register(registry: OpenAPIRegistry, route: Route): void {
  const responses = Object.fromEntries(
    Object.entries(route.responses).map(([status, { description, schema, contentType = 'application/json' }]) => [
      status,
      schema
        ? { description, content: { [contentType]: { schema } } }
        : contentType === 'application/json'
          ? { description }
          : { description, content: { [contentType]: {} } },
    ]),
  );
  registry.registerPath({
    method: route.method,
    path: route.path.replaceAll(/:(\w+)/g, '{$1}'),
    operationId: route.operationId,
    tags: [...route.tags],
    ...(route.summary !== undefined && { summary: route.summary }),
    ...(route.roles.length > 0 && { description: `Roles: ${route.roles.join(' or ')}` }),
    security: route.public ? [] : [{ bearer: [] }],
    request: {
      params: paramsOf(route),
      ...(route.query && { query: route.query }),
      ...(headersOf(route) && { headers: headersOf(route) }),
      ...(bodyOf(route) && { body: bodyOf(route) }),
    },
    responses: { ...responses, default: { description: 'Problem (RFC 9457)', content: { [PROBLEM]: { schema: { $ref: PROBLEM_REF } } } } },
  } as Parameters<OpenAPIRegistry['registerPath']>[0]);
}

function paramsOf(route: Route): z.ZodObject {
  const fromPath = Object.fromEntries([...route.path.matchAll(/:(\w+)/g)].map((match) => [match[1] ?? '', z.string()]));
  return z.object({ ...fromPath, ...route.params?.shape });
}

function headersOf(route: Route): z.ZodObject | undefined {
  const shape: Record<string, z.ZodType> = {};
  if (route.idempotent) shape['Idempotency-Key'] = z.string().min(1).max(200);
  if (route.conditional) shape['If-Match'] = z.string();
  return Object.keys(shape).length === 0 ? undefined : z.object(shape);
}

function bodyOf(route: Route): object | undefined {
  if (route.body) return { required: true, content: { 'application/json': { schema: route.body } } };
  return route.raw
    ? {
        required: true,
        content: { 'multipart/form-data': { schema: { type: 'object', additionalProperties: { type: 'string', format: 'binary' } } } },
      }
    : undefined;
}
