import type { Route } from '@kcn/service-kit';
import { accepted, commandName, defineRoute, ok, replayed } from '@kcn/service-kit';
import { z } from 'zod';
import type { PullRunning, PullView } from '../../application/pull/run-pulls';
import { printPull } from '../../domain/pull/print-pull';
import { VERDICTS } from '../../domain/sheets/verdict';
import { blocParams, READERS } from './schemas';

const text = z.object({ vi: z.string(), en: z.string() });
export const verdictSchema = z.enum(VERDICTS);
export const detailsSchema = z.array(
  text.extend({ code: z.string(), at: z.string().nullable(), expected: z.string().nullable(), actual: z.string().nullable() }),
);

const pullSchema = z.object({
  id: z.string(),
  bloc: z.string(),
  year: z.int(),
  state: z.enum(['running', 'ended']),
  started_at: z.string(),
  deadline: z.string(),
  provisional: z.boolean(),
  members: z.array(
    z.object({
      board: z.string(),
      verdict: verdictSchema.nullable(),
      revision: z.int().nullable(),
      sha256: z.string().nullable(),
      accepted_revision: z.int().nullable(),
      attempts: z.int(),
      detail: text,
      details: detailsSchema,
    }),
  ),
  missing: z.array(z.string()),
});

const print = ({ run: { id, state, pull }, accepted: revisions, missing }: PullView) => ({
  id,
  ...printPull({ pull, state, accepted: revisions, missing }),
});

const PATH = '/v1/boards/:board/blocs/:bloc/years/:year/pulls';

/** The leader's pull of all members' sheets from their own deployments. */
export function createPullRoutes({ pulling }: { readonly pulling: PullRunning }): Route[] {
  return [
    defineRoute({
      method: 'post',
      path: PATH,
      operationId: 'beginPull',
      tags: ['pulls'],
      summary: 'Asks every member’s deployment for its signed sheets; goes on after the answer, until all have answered or the deadline',
      roles: ['recorder', 'approver', 'operator'],
      params: blocParams,
      body: z.strictObject({ deadline_seconds: z.int().min(1).max(3_600).default(30) }),
      idempotent: true,
      responses: { 202: { description: 'Begun; Location tells how it goes', schema: pullSchema } },
      async handler({ board, principal, params: { bloc, year }, body: { deadline_seconds: seconds }, idempotency }) {
        const name = { board, bloc, year };
        const { response, replayed: again } = await pulling.begin({
          ...{ ...commandName(board, idempotency), ...name },
          actor: principal.subject,
          forMs: seconds * 1_000,
        });
        const location = `/v1/boards/${board}/blocs/${bloc}/years/${year.toString()}/pulls/${response.id}`;
        const answer = accepted(print(await pulling.get(name, response.id)), { location });
        return again ? replayed(answer) : answer;
      },
    }),
    defineRoute({
      method: 'get',
      path: PATH,
      operationId: 'getLastPull',
      tags: ['pulls'],
      summary: 'The newest pull',
      roles: READERS,
      params: blocParams,
      responses: { 200: { description: 'The pull as it stands', schema: pullSchema } },
      handler: async ({ board, params: { bloc, year } }) => ok(print(await pulling.getLast({ board, bloc, year }))),
    }),
    defineRoute({
      method: 'get',
      path: `${PATH}/:pull`,
      operationId: 'getPull',
      tags: ['pulls'],
      roles: READERS,
      params: blocParams.extend({ pull: z.string() }),
      responses: {
        200: { description: 'The pull as it stands; verdict null while a member is being asked or has signed nothing', schema: pullSchema },
      },
      handler: async ({ board, params: { bloc, year, pull } }) => ok(print(await pulling.get({ board, bloc, year }, pull))),
    }),
  ];
}
