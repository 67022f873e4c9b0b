import type { Route } from '@kcn/service-kit';
import { commandName, created, defineRoute, ok, replayed } from '@kcn/service-kit';
import { z } from 'zod';
import type { HandingIn } from '../../application/pull/hand-in-sheet';
import type { ReceivedReading } from '../../application/pull/received-reading';
import { detailText, printDetails } from '../../domain/pull/print-pull';
import { detailsSchema, verdictSchema } from './pull-routes';
import { blocParams, READERS } from './schemas';

const PATH = '/v1/boards/:board/blocs/:bloc/years/:year/sheets/received';

const receivedSchema = z.looseObject({
  member: z.string(),
  verdict: verdictSchema,
  counts: z.boolean(),
  revision: z.int().nullable(),
  sha256: z.string().nullable(),
  detail: z.object({ vi: z.string(), en: z.string() }),
  details: detailsSchema,
});

/** What the bloc's leader received from its members, by pull or from a file. */
export function createReceivedRoutes({ handing, reading }: { readonly handing: HandingIn; readonly reading: ReceivedReading }): Route[] {
  return [
    defineRoute({
      method: 'post',
      path: PATH,
      operationId: 'handInSheet',
      tags: ['sheets'],
      summary: 'Takes a member’s signed sheet from a file; it is judged like one that was pulled',
      roles: ['recorder', 'approver'],
      params: blocParams,
      body: z.strictObject({
        member: z.string().max(40),
        sheet: z.string().max(2_000_000).describe('The compact JWS, as it was signed'),
        key_set: z.string().max(262_144).default('').describe('The member’s emulation-keys/1 document as text'),
      }),
      idempotent: true,
      responses: { 201: { description: 'Kept, whatever the verdict', schema: receivedSchema } },
      async handler({ board, principal, params: { bloc, year }, body: { member, sheet, key_set: keySet }, idempotency }) {
        const { response, replayed: again } = await handing.handIn({
          ...{ ...commandName(board, idempotency), bloc, year, member, actor: principal.subject },
          ...{ jws: Buffer.from(sheet), keySet: Buffer.from(keySet) },
        });
        const { verdict, counts, revision, sha256, details } = response;
        const answer = created({
          ...{ member, verdict, counts, revision: revision ?? null, sha256: sha256 ?? null },
          ...{ detail: detailText(details), details: printDetails(details) },
        });
        return again ? replayed(answer) : answer;
      },
    }),
    defineRoute({
      method: 'get',
      path: PATH,
      operationId: 'listReceivedSheets',
      tags: ['sheets'],
      summary: 'What was received from the members, with each verdict',
      roles: READERS,
      params: blocParams,
      responses: { 200: { description: 'By member, in the order of arrival', schema: z.object({ items: z.array(receivedSchema) }) } },
      async handler({ board, params: { bloc, year } }) {
        const items = await reading.list({ board, bloc, year });
        return ok({
          items: items.map(
            ({ member, version, via, actor, receivedAt, deadline, verdict, counts, revision, sha256, keyThumbprint, details }) => ({
              ...{ member, version, via, actor, received_at: receivedAt, deadline },
              ...{ verdict, counts, revision, sha256, key_thumbprint: keyThumbprint },
              ...{ detail: detailText(details), details: printDetails(details) },
            }),
          ),
        });
      },
    }),
    defineRoute({
      method: 'get',
      path: `${PATH}/:member/:version`,
      operationId: 'getReceivedSheet',
      tags: ['sheets'],
      summary: 'A received sheet with all that its verdict depends on, to be verified without any server; the read is kept',
      roles: READERS,
      params: blocParams.extend({ member: z.string(), version: z.coerce.number().int().min(1) }),
      responses: { 200: { description: 'emulation-evidence/1', schema: z.looseObject({ format: z.literal('emulation-evidence/1') }) } },
      handler: async ({ board, params: { bloc, year, member, version } }) =>
        ok(await reading.evidence({ board, bloc, year, member }, version)),
    }),
  ];
}
