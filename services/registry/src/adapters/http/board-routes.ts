import { formatMeasure, mayKnowBoard, notFound } from '@kcn/kernel';
import type { EventLog, Relay } from '@kcn/messaging';
import type { Route } from '@kcn/service-kit';
import { defineRoute, ok } from '@kcn/service-kit';
import { z } from 'zod';
import { findProject } from '../../application/read-project';
import type { RecordReader } from '../../application/record-reader';
import { readUpTo } from './board-reads';
import { toRecordJson } from './record-json';
import { asOfQuery, recordSchema } from './schemas';

export interface BoardRoutesOptions {
  readonly reader: RecordReader;
  readonly log: EventLog;
  readonly relay: Pick<Relay, 'published'>;
}

const projectSchema = z.object({
  project_code: z.string(),
  state: z.enum(['registered', 'operating', 'suspended', 'terminated']),
  registered_amount: z.string(),
  currency: z.string(),
  allowed_actions: z.array(z.string()),
  version: z.int(),
  records: z.record(z.string(), z.array(recordSchema)),
});

export function createBoardRoutes({ reader, log, relay }: BoardRoutesOptions): Route[] {
  return [
    defineRoute({
      method: 'get',
      path: '/v1/boards',
      operationId: 'listBoards',
      tags: ['boards'],
      summary: 'Boards that have records here and that the caller may know of',
      roles: [],
      responses: { 200: { description: 'By id', schema: z.object({ items: z.array(z.object({ board: z.string() })) }) } },
      async handler({ principal }) {
        const boards = await log.boards();
        return ok({ items: boards.filter((board) => mayKnowBoard(principal, board)).map((board) => ({ board })) });
      },
    }),
    defineRoute({
      method: 'get',
      path: '/v1/boards/:board/projects/:code',
      operationId: 'getProject',
      tags: ['projects'],
      summary: 'A project with its state, what may happen to it next, and all its records',
      roles: [],
      query: asOfQuery,
      responses: { 200: { description: 'ETag is the version of the unit', schema: projectSchema } },
      async handler({ board, params: { code }, query }) {
        const upTo = await readUpTo(log, board, query.as_of);
        const project = await findProject(reader, board, code, upTo);
        if (!project) throw notFound('project_not_found', { vi: `Không có dự án "${code}"`, en: `There is no project "${code}"` });
        const { record, life, allowedActions, records } = project;
        const version = upTo === undefined ? await reader.unitVersion(board, `project:${code}`) : project.version;
        const byKind: Record<string, ReturnType<typeof toRecordJson>[]> = {};
        for (const view of records) (byKind[view.record.kind] ??= []).push(toRecordJson(view));
        return ok(
          {
            project_code: code,
            state: life.state,
            registered_amount: formatMeasure(life.registeredAmount, record.currency),
            currency: record.currency,
            allowed_actions: allowedActions,
            version,
            records: byKind,
          },
          { etag: version },
        );
      },
    }),
    defineRoute({
      method: 'get',
      path: '/v1/boards/:board/log/head',
      operationId: 'getLogHead',
      tags: ['log'],
      summary: 'The newest position of the board, and up to which one Kafka has acknowledged',
      roles: [],
      responses: {
        200: { description: 'Head', schema: z.object({ position: z.int(), recorded_at: z.string().nullable(), published: z.int() }) },
      },
      async handler({ board }) {
        await readUpTo(log, board, undefined);
        const [{ position, recordedAt }, published] = await Promise.all([log.head(board), relay.published(board)]);
        return ok({ position, recorded_at: recordedAt?.toISOString() ?? null, published });
      },
    }),
  ];
}
