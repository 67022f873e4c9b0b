import type { Route } from '@kcn/service-kit';
import { bytes, commandName, created, defineRoute, ok, replayed } from '@kcn/service-kit';
import { z } from 'zod';
import type { KeptAppeal } from '../../application/freeze/appeals';
import type { AppealDeciding } from '../../application/freeze/decide-appeals';
import type { Freezing } from '../../application/freeze/freeze-ranking';
import type { Publishing } from '../../application/freeze/publish-ranking';
import { printPublished } from '../../domain/cycle/print-published';
import { dateSchema, textSchema } from './cycle-routes';
import { knownTo } from './result-sources';
import { blocParams, READERS } from './schemas';

const PATH = '/v1/boards/:board/blocs/:bloc/years/:year';
const revisionParams = blocParams.extend({ revision: z.coerce.number().int().min(1) });
const differences = z.array(
  z.object({ member: z.string(), what: z.string(), before: z.string().nullable(), after: z.string().nullable() }),
);
const appealSchema = z.looseObject({ id: z.string(), member: z.string(), criterion: z.string() });

const printAppeal = ({ id, member, criterion, reason, revision, filedAt, decision }: KeptAppeal) => ({
  ...{ id, member, criterion, reason, revision, filed_at: filedAt },
  decision: decision ? { by: decision.by, upheld: decision.upheld, answer: decision.answer, decided_at: decision.decidedAt } : null,
});

/** Freeze, publication and appeals. The board of the path is the member that acts. */
export function createFreezeRoutes({
  freezing,
  publishing,
  appeals,
}: {
  readonly freezing: Freezing;
  readonly publishing: Publishing;
  readonly appeals: AppealDeciding;
}): Route[] {
  return [
    defineRoute({
      method: 'post',
      path: `${PATH}/frozen-rankings`,
      operationId: 'freezeRanking',
      tags: ['freeze'],
      summary: 'The leader freezes the result as it stands, with a reason for each member that is missing; ends the readers’ duty',
      roles: ['approver'],
      params: blocParams,
      body: z.strictObject({
        reasons: z.record(z.string().max(40), textSchema).default({}),
        reason: textSchema.optional(),
        on: dateSchema.optional(),
      }),
      idempotent: true,
      responses: {
        201: {
          description: 'Frozen as this revision; after a re-opening with what differs from the one before',
          schema: z.looseObject({ revision: z.int(), sha256: z.string(), missing: z.array(z.string()), differences }),
        },
      },
      async handler({ board, principal, params: { bloc, year }, body: { reasons, reason, on }, idempotency }) {
        const done = await freezing.freeze({
          ...{ ...commandName(board, idempotency), bloc, year, actor: principal.subject },
          ...{ reasons: new Map(Object.entries(reasons)), reason, on, mayKnow: knownTo(principal) },
        });
        const location = `/v1/boards/${board}/blocs/${bloc}/years/${year.toString()}/frozen-rankings/${done.response.revision.toString()}`;
        const answer = created(done.response, { location });
        return done.replayed ? replayed(answer) : answer;
      },
    }),
    defineRoute({
      method: 'get',
      path: `${PATH}/frozen-rankings/:revision`,
      operationId: 'getFrozenRanking',
      tags: ['freeze'],
      summary: 'The frozen bytes, published or not, for the leader',
      roles: READERS,
      params: revisionParams,
      responses: { 200: { description: 'emulation-result/1 as it was frozen', contentType: 'application/json' } },
      async handler({ board, params: { bloc, year, revision } }) {
        const frozen = await publishing.getFrozen({ board, bloc, year }, revision);
        return bytes(Buffer.from(frozen.bytes), { contentType: 'application/json', etag: frozen.sha256 });
      },
    }),
    defineRoute({
      method: 'post',
      path: `${PATH}/publications`,
      operationId: 'publishRanking',
      tags: ['freeze'],
      summary: 'Shows the frozen result to the members and opens the appeals',
      roles: ['approver'],
      params: blocParams,
      body: z.strictObject({ appeal_working_days: z.int().min(1).max(60).default(5) }),
      idempotent: true,
      responses: {
        201: { description: 'Published', schema: z.object({ revision: z.int(), sha256: z.string(), appeal_until: z.string() }) },
      },
      async handler({ board, principal, params: { bloc, year }, body, idempotency }) {
        const done = await publishing.publish({
          ...{ ...commandName(board, idempotency), bloc, year, actor: principal.subject },
          appealWorkingDays: body.appeal_working_days,
        });
        const answer = created(done.response);
        return done.replayed ? replayed(answer) : answer;
      },
    }),
    defineRoute({
      method: 'get',
      path: `${PATH}/published-ranking`,
      operationId: 'getPublishedRanking',
      tags: ['freeze'],
      summary: 'The published ranking, for every member: places of all, points of its criteria only its own',
      roles: READERS,
      params: blocParams,
      query: z.object({ revision: z.coerce.number().int().min(1).optional() }),
      responses: {
        200: {
          description: 'The newest, or a given revision, with what differs from the one before',
          schema: z.looseObject({ revision: z.int(), ranking: z.array(z.looseObject({ member: z.string() })), differences }),
        },
      },
      async handler({ board, params: { bloc, year }, query: { revision } }) {
        const { ranking, publication, publications } = await publishing.getPublished({ board, bloc, year }, revision);
        return ok({
          ...{ revision: ranking.revision, occasion: ranking.occasion, sha256: ranking.sha256 },
          ...{ published_at: publication.publishedAt, appeal_until: publication.appealUntil },
          revisions: publications.map((one) => one.revision),
          missing_reasons: Object.fromEntries(ranking.missingReasons),
          ...printPublished(ranking, board),
        });
      },
    }),
    defineRoute({
      method: 'post',
      path: `${PATH}/appeals`,
      operationId: 'fileAppeal',
      tags: ['freeze'],
      summary: 'The board objects to its own published score, within the term',
      roles: ['approver'],
      params: blocParams,
      body: z.strictObject({ criterion: z.string().min(1).max(120), reason: textSchema }),
      idempotent: true,
      responses: { 201: { description: 'Filed', schema: z.object({ id: z.string(), revision: z.int() }) } },
      async handler({ board, principal, params: { bloc, year }, body, idempotency }) {
        const done = await appeals.file({ ...commandName(board, idempotency), bloc, year, actor: principal.subject, ...body });
        const answer = created(done.response);
        return done.replayed ? replayed(answer) : answer;
      },
    }),
    defineRoute({
      method: 'get',
      path: `${PATH}/appeals`,
      operationId: 'listAppeals',
      tags: ['freeze'],
      summary: 'The appeals that the board filed or decides; all of them for the leader',
      roles: READERS,
      params: blocParams,
      responses: { 200: { description: 'Oldest first', schema: z.object({ items: z.array(appealSchema) }) } },
      handler: async ({ board, params: { bloc, year } }) => ok({ items: (await appeals.list({ board, bloc, year })).map(printAppeal) }),
    }),
    defineRoute({
      method: 'post',
      path: `${PATH}/appeals/:appeal/decision`,
      operationId: 'decideAppeal',
      tags: ['freeze'],
      summary: 'The leader decides, the deputy on the leader’s own; upheld, it re-opens the year',
      roles: ['approver'],
      params: blocParams.extend({ appeal: z.uuid() }),
      body: z.strictObject({ upheld: z.boolean(), answer: textSchema }),
      idempotent: true,
      responses: { 200: { description: 'Decided', schema: z.object({ id: z.string(), upheld: z.boolean(), state: z.string() }) } },
      async handler({ board, principal, params: { bloc, year, appeal: id }, body, idempotency }) {
        const done = await appeals.decide({ ...commandName(board, idempotency), bloc, year, actor: principal.subject, id, ...body });
        return done.replayed ? replayed(ok(done.response)) : ok(done.response);
      },
    }),
  ];
}
