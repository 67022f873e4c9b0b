import type { Route } from '@kcn/service-kit';
import { bytes, commandName, created, defineRoute, ok, replayed } from '@kcn/service-kit';
import { z } from 'zod';
import type { LeaderRecordTaking } from '../../application/pull/take-leader-record';
import type { LeaderRecordSigning } from '../../application/sheets/sign-leader-record';
import { detailText, printDetails } from '../../domain/pull/print-pull';
import { detailsSchema, verdictSchema } from './pull-routes';
import { blocParams, READERS } from './schemas';

const PATH = '/v1/boards/:board/blocs/:bloc/years/:year/leader-records';

export interface LeaderRecordRoutesOptions {
  readonly signing: LeaderRecordSigning;
  readonly taking: LeaderRecordTaking;
}

/** The leader's second document: signed by the leader, asked for and judged by the members. */
export function createLeaderRecordRoutes({ signing, taking }: LeaderRecordRoutesOptions): Route[] {
  return [
    defineRoute({
      method: 'post',
      path: `${PATH}/received`,
      operationId: 'takeLeaderRecord',
      tags: ['sheets'],
      summary: 'Asks the leader’s deployment for its record, judges it against the own signed sheet and keeps it with the verdict',
      roles: ['recorder', 'approver', 'operator'],
      params: blocParams,
      idempotent: true,
      responses: {
        200: {
          description: 'The newest; verdict null where the leader has signed nothing newer',
          schema: z.looseObject({
            verdict: verdictSchema.nullable(),
            counts: z.boolean(),
            revision: z.int().nullable(),
            sha256: z.string().nullable(),
            details: detailsSchema,
          }),
        },
      },
      async handler({ board, principal, params: { bloc, year }, idempotency }) {
        const { response, replayed: again } = await taking.take({
          ...{ ...commandName(board, idempotency), bloc, year, actor: principal.subject },
        });
        const { details, ...rest } = response;
        const answer = ok({ ...rest, detail: detailText(details), details: printDetails(details) });
        return again ? replayed(answer) : answer;
      },
    }),
    defineRoute({
      method: 'post',
      path: PATH,
      operationId: 'signLeaderRecord',
      tags: ['sheets'],
      summary: 'Signs verified values, penalties, vetoes, steps and roles as they stand, as the next revision of the leader’s record',
      roles: ['approver'],
      params: blocParams,
      idempotent: true,
      responses: {
        201: {
          description: 'Signed; Location has the bytes',
          schema: z.object({ revision: z.int(), sha256: z.string(), key_thumbprint: z.string() }),
        },
      },
      async handler({ board, principal, params: { bloc, year }, idempotency }) {
        const { response, replayed: again } = await signing.sign({
          ...{ ...commandName(board, idempotency), bloc, year, actor: principal.subject },
        });
        const location = `/v1/boards/${board}/blocs/${bloc}/years/${year.toString()}/leader-records/${response.revision.toString()}`;
        const answer = created(response, { location });
        return again ? replayed(answer) : answer;
      },
    }),
    defineRoute({
      method: 'get',
      path: `${PATH}/:revision`,
      operationId: 'getLeaderRecord',
      tags: ['sheets'],
      roles: READERS,
      params: blocParams.extend({ revision: z.coerce.number().int().min(1) }),
      responses: { 200: { description: 'The compact JWS as it was signed', contentType: 'application/jose' } },
      async handler({ board, params: { bloc, year, revision } }) {
        const { jws, sha256 } = await signing.getRevision({ board, bloc, year }, revision);
        return bytes(Buffer.from(jws), { contentType: 'application/jose', etag: sha256 });
      },
    }),
  ];
}
