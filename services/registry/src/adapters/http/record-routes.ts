import type { EventLog } from '@kcn/messaging';
import type { HandlerResult, RenderedResponse, Route } from '@kcn/service-kit';
import { created, defineRoute, ok, replayed, requireIfMatch } from '@kcn/service-kit';
import { z } from 'zod';
import { recordNotFound } from '../../application/record-commands';
import type { RecordChanged, RecordCommands } from '../../application/record-commands';
import type { RecordReader } from '../../application/record-reader';
import { readUpTo } from './board-reads';
import { toChangedJson, toRecordJson, toVersionJson } from './record-json';
import {
  asOfQuery,
  cellsSchema,
  kindParams,
  listQuery,
  recordChangedSchema,
  recordParams,
  recordSchema,
  withdrawalSchema,
} from './schemas';

export interface RecordRoutesOptions {
  readonly commands: RecordCommands;
  readonly reader: RecordReader;
  readonly log: EventLog;
}

const answer = (changed: RecordChanged, render: (body: unknown) => RenderedResponse): HandlerResult => {
  const rendered = render(toChangedJson(changed));
  return changed.replayed ? replayed(rendered) : rendered;
};

export function createRecordRoutes({ commands, reader, log }: RecordRoutesOptions): Route[] {
  return [
    defineRoute({
      method: 'get',
      path: '/v1/boards/:board/records/:kind',
      operationId: 'listRecords',
      tags: ['records'],
      summary: 'Live records of a kind by key, now or as known at an instant',
      roles: [],
      params: kindParams,
      query: listQuery,
      responses: {
        200: {
          description: 'A page; `next` is the cursor of the following one',
          schema: z.object({ items: z.array(recordSchema), next: z.string().nullable() }),
        },
      },
      async handler({ board, params: { kind }, query: { cursor, limit, as_of } }) {
        const upTo = await readUpTo(log, board, as_of);
        const { items, next } = await reader.list(board, kind, {
          limit,
          ...(cursor === undefined ? {} : { after: cursor }),
          ...(upTo === undefined ? {} : { upTo }),
        });
        return ok({ items: items.map(toRecordJson), next: next ?? null });
      },
    }),
    defineRoute({
      method: 'get',
      path: '/v1/boards/:board/records/:kind/:key',
      operationId: 'getRecord',
      tags: ['records'],
      roles: [],
      params: recordParams,
      query: asOfQuery,
      responses: { 200: { description: 'The record; ETag is the version of its unit', schema: recordSchema } },
      async handler({ board, params: { kind, key }, query }) {
        const upTo = await readUpTo(log, board, query.as_of);
        const view = await reader.find(board, kind, key, upTo);
        if (!view) throw recordNotFound(kind, key);
        // The unit moves on with its other records, and If-Match speaks of the unit.
        const etag = upTo === undefined ? await reader.unitVersion(board, view.unit) : view.unitVersion;
        return ok({ kind, unit: view.unit, ...toRecordJson(view) }, { etag });
      },
    }),
    defineRoute({
      method: 'post',
      path: '/v1/boards/:board/records/:kind',
      operationId: 'recordRecord',
      tags: ['records'],
      roles: ['recorder'],
      params: kindParams,
      body: cellsSchema,
      idempotent: true,
      responses: {
        201: { description: 'Recorded', schema: recordChangedSchema },
        200: { description: 'It was there with this content', schema: recordChangedSchema },
      },
      async handler({ board, params: { kind }, body, principal, idempotency }) {
        const changed = await commands.record({
          board,
          kind,
          cells: body,
          actor: principal.subject,
          cause: `http:${idempotency?.key ?? ''}`,
          ...(idempotency ? { idempotency } : {}),
        });
        const options = { etag: changed.unitVersion };
        return answer(changed, (json) =>
          changed.effect === 'unchanged'
            ? ok(json, options)
            : created(json, { ...options, location: `/v1/boards/${board}/records/${kind}/${encodeURIComponent(changed.key)}` }),
        );
      },
    }),
    defineRoute({
      method: 'put',
      path: '/v1/boards/:board/records/:kind/:key',
      operationId: 'correctRecord',
      tags: ['records'],
      summary: 'Corrects a record: it was always so',
      roles: ['recorder'],
      params: recordParams,
      body: cellsSchema,
      conditional: true,
      responses: { 200: { description: 'Corrected, or it was so already', schema: recordChangedSchema } },
      async handler({ board, params: { kind, key }, body, principal, ifMatch, traceId }) {
        const changed = await commands.correct({
          board,
          kind,
          key,
          cells: body,
          ifMatch: requireIfMatch({ ifMatch }),
          actor: principal.subject,
          cause: `http:${traceId}`,
        });
        return answer(changed, (json) => ok(json, { etag: changed.unitVersion }));
      },
    }),
    defineRoute({
      method: 'post',
      path: '/v1/boards/:board/records/:kind/:key/withdrawal',
      operationId: 'withdrawRecord',
      tags: ['records'],
      summary: 'Ends a record with a reason; refused while another refers to it',
      roles: ['recorder'],
      params: recordParams,
      body: withdrawalSchema,
      idempotent: true,
      responses: { 200: { description: 'Withdrawn', schema: recordChangedSchema } },
      async handler({ board, params: { kind, key }, body: { reason }, principal, idempotency, ifMatch }) {
        const unit = await reader.unitOf(board, kind, key);
        if (unit === undefined) throw recordNotFound(kind, key);
        const changed = await commands.withdraw({
          board,
          kind,
          key,
          unit,
          reason,
          actor: principal.subject,
          cause: `http:${idempotency?.key ?? ''}`,
          ...(idempotency ? { idempotency } : {}),
          ...(ifMatch === undefined ? {} : { ifMatch }),
        });
        return answer(changed, (json) => ok(json, { etag: changed.unitVersion }));
      },
    }),
    defineRoute({
      method: 'get',
      path: '/v1/boards/:board/records/:kind/:key/history',
      operationId: 'getRecordHistory',
      tags: ['records'],
      summary: 'All versions: who, when, why',
      roles: [],
      params: recordParams,
      responses: { 200: { description: 'Oldest first' } },
      async handler({ board, params: { kind, key } }) {
        await readUpTo(log, board, undefined);
        const versions = await reader.history(board, kind, key);
        if (versions.length === 0) throw recordNotFound(kind, key);
        return ok({ kind, key, versions: versions.map((version) => toVersionJson(kind, version)) });
      },
    }),
  ];
}
