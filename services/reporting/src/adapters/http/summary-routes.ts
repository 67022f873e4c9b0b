import { instant, notFound } from '@kcn/kernel';
import type { Route } from '@kcn/service-kit';
import { bytes, commandName, created, defineRoute, ok, replayed } from '@kcn/service-kit';
import { z } from 'zod';
import type { Publications } from '../../application/ports';
import type { Publisher } from '../../application/summary/publish-summary';
import { sha256Of } from '../../application/summary/publish-summary';
import type { VectorResolver } from '../../application/summary/resolve-vector';
import type { Summaries } from '../../application/summary/summaries';
import { calendarSchema, differenceSchema, periodParams, READERS, summarySchema } from './schemas';

export interface SummaryRoutesOptions {
  readonly vectors: VectorResolver;
  readonly summaries: Summaries;
  readonly publisher: Publisher;
  readonly publications: Publications;
}

const JSON_TYPE = 'application/json; charset=utf-8';

const publicationSchema = z.object({
  revision: z.int(),
  sha256: z.string(),
  published_at: z.string(),
  as_of: z.string(),
  differences: z.array(differenceSchema),
});

const notFoundRevision = (period: string, revision: number): Error =>
  notFound('publication_not_found', {
    vi: `Kỳ ${period} không có lần công bố ${revision.toString()}`,
    en: `${period} has no revision ${revision.toString()}`,
  });

export function createSummaryRoutes({ vectors, summaries, publisher, publications }: SummaryRoutesOptions): Route[] {
  return [
    defineRoute({
      method: 'get',
      path: '/v1/boards/:board/summaries/:period',
      operationId: 'getSummary',
      tags: ['summaries'],
      summary: 'A periodic summary as known now or at an instant; the same instant gives the same bytes',
      roles: READERS,
      params: periodParams,
      query: z.object({ calendar: calendarSchema, breakdown: z.string().optional(), as_of: z.string().transform(instant).optional() }),
      responses: { 200: { description: 'ETag is the sha256 of the bytes', schema: summarySchema } },
      async handler({ board, params: { period }, query: { calendar, breakdown, as_of: asOf } }) {
        const vector = await vectors.resolve(board, asOf);
        const body = Buffer.from(await summaries.render(vector, { period, calendar }, { breakdown }));
        return bytes(body, { contentType: JSON_TYPE, etag: sha256Of(body) });
      },
    }),
    defineRoute({
      method: 'post',
      path: '/v1/boards/:board/summaries/:period/publications',
      operationId: 'publishSummary',
      tags: ['publications'],
      summary: 'Fixes the summary as its next revision; who recorded data of the period may not',
      roles: ['approver'],
      params: periodParams,
      body: z.strictObject({ calendar: calendarSchema }),
      idempotent: true,
      responses: { 201: { description: 'The revision, with what differs from the one before', schema: publicationSchema } },
      async handler({ board, params: { period }, body: { calendar }, principal, idempotency }) {
        const { response, replayed: again } = await publisher.publish({
          command: commandName(board, idempotency),
          summary: { period, calendar },
          actor: principal.subject,
        });
        const location = `/v1/boards/${board}/summaries/${period}/publications/${response.revision.toString()}?calendar=${calendar}`;
        const answer = created(response, { location });
        return again ? replayed(answer) : answer;
      },
    }),
    defineRoute({
      method: 'get',
      path: '/v1/boards/:board/summaries/:period/publications',
      operationId: 'listPublications',
      tags: ['publications'],
      roles: READERS,
      params: periodParams,
      query: z.object({ calendar: calendarSchema }),
      responses: {
        200: {
          description: 'All revisions, oldest first',
          schema: z.object({ items: z.array(publicationSchema.extend({ actor: z.string(), rules_version: z.string() })) }),
        },
      },
      async handler({ board, params: { period }, query: { calendar } }) {
        const items = await publications.list({ board, period, calendar });
        return ok({
          items: items.map(({ revision, sha256, publishedAt, asOf, actor, rulesVersion, differences }) => ({
            revision,
            sha256,
            published_at: publishedAt,
            as_of: asOf,
            actor,
            rules_version: rulesVersion,
            differences,
          })),
        });
      },
    }),
    defineRoute({
      method: 'get',
      path: '/v1/boards/:board/summaries/:period/publications/:revision',
      operationId: 'getPublication',
      tags: ['publications'],
      roles: READERS,
      params: periodParams.extend({ revision: z.coerce.number().int().min(1).max(999_999) }),
      query: z.object({ calendar: calendarSchema }),
      responses: { 200: { description: 'The bytes that were published; ETag is their sha256', schema: summarySchema } },
      async handler({ board, params: { period, revision }, query: { calendar } }) {
        const found = await publications.find({ board, period, calendar }, revision);
        if (!found) throw notFoundRevision(period, revision);
        return bytes(Buffer.from(found.bytes), { contentType: JSON_TYPE, etag: found.sha256 });
      },
    }),
  ];
}
