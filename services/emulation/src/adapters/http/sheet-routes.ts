import type { Route } from '@kcn/service-kit';
import { bytes, commandName, created, defineRoute, replayed } from '@kcn/service-kit';
import { z } from 'zod';
import type { SheetSigning } from '../../application/sheets/sign-sheet';
import { blocParams, READERS } from './schemas';

/** A board's own sheet: signed by whoever approves, and its bytes. */
export function createSheetRoutes({ signing }: { readonly signing: SheetSigning }): Route[] {
  return [
    defineRoute({
      method: 'post',
      path: '/v1/boards/:board/blocs/:bloc/years/:year/sheets',
      operationId: 'signSheet',
      tags: ['sheets'],
      summary: 'Signs the board’s figures and self-scores as they stand with the board’s key, as its next revision',
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
          ...commandName(board, idempotency),
          bloc,
          year,
          actor: principal.subject,
        });
        const location = `/v1/boards/${board}/blocs/${bloc}/years/${year.toString()}/sheets/${response.revision.toString()}`;
        const answer = created(response, { location });
        return again ? replayed(answer) : answer;
      },
    }),
    defineRoute({
      method: 'get',
      path: '/v1/boards/:board/blocs/:bloc/years/:year/sheets/:revision',
      operationId: 'getSheet',
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
