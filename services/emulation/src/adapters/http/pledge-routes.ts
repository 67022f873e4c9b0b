import { instant } from '@kcn/kernel';
import type { Route } from '@kcn/service-kit';
import { commandName, defineRoute, ok, replayed } from '@kcn/service-kit';
import { z } from 'zod';
import type { Pledge } from '../../application/pull/pledge';
import { blocParams, READERS } from './schemas';

const instantSchema = z.string().transform((text, context) => {
  try {
    return instant(text);
  } catch {
    context.addIssue({ code: 'custom', message: 'không phải thời điểm RFC 3339 / is no RFC 3339 instant' });
    return z.NEVER;
  }
});

const code = z.string().min(1).max(120);

/** What the leader and the members settle at the pledge: the members' keys, and figures that both sides hold for right. */
export function createPledgeRoutes({ pledge }: { readonly pledge: Pledge }): Route[] {
  return [
    defineRoute({
      method: 'post',
      path: '/v1/boards/:board/blocs/:bloc/years/:year/member-keys',
      operationId: 'pinMemberKeys',
      tags: ['pledge'],
      summary: 'Pins members’ signing keys by their thumbprints; from the first one on, the bloc is ranked by its members’ signed sheets',
      roles: ['approver'],
      params: blocParams,
      body: z.strictObject({
        keys: z
          .array(
            z.strictObject({
              member: z.string().max(40),
              thumbprint: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
              valid_from: instantSchema,
              valid_to: instantSchema,
            }),
          )
          .min(1)
          .max(200),
      }),
      idempotent: true,
      responses: { 200: { description: 'How many of them are new', schema: z.object({ pinned: z.int() }) } },
      async handler({ board, principal, params: { bloc, year }, body: { keys }, idempotency }) {
        const { response, replayed: again } = await pledge.pinKeys({
          ...{ ...commandName(board, idempotency), bloc, year, actor: principal.subject },
          keys: keys.map(({ member, thumbprint, valid_from: validFrom, valid_to: validTo }) => ({
            member,
            thumbprint,
            validFrom,
            validTo,
          })),
        });
        return again ? replayed(ok(response)) : ok(response);
      },
    }),
    defineRoute({
      method: 'get',
      path: '/v1/boards/:board/blocs/:bloc/years/:year/member-keys',
      operationId: 'getMemberKeys',
      tags: ['pledge'],
      summary: 'The keys that the bloc believes to be its members’, with what became of them',
      roles: READERS,
      params: blocParams,
      responses: {
        200: {
          description: 'By member; has_key is false as long as only the thumbprint is known',
          schema: z.object({ items: z.array(z.looseObject({ member: z.string() })) }),
        },
      },
      async handler({ board, params: { bloc, year } }) {
        const found = await pledge.keysOf({ board, bloc, year });
        return ok({
          items: found.flatMap(({ member, keys }) =>
            keys.map(({ thumbprint, validFrom, validTo, revokedAt, rotatedTo, jwk }) => ({
              ...{ member, thumbprint, valid_from: validFrom, valid_to: validTo },
              ...{ revoked_at: revokedAt ?? null, rotated_to: rotatedTo ?? null, has_key: jwk !== undefined },
            })),
          ),
        });
      },
    }),
    defineRoute({
      method: 'post',
      path: '/v1/boards/:board/blocs/:bloc/years/:year/agreed-figures',
      operationId: 'agreeFigures',
      tags: ['pledge'],
      summary: 'Settles figures with a member, in the place of those settled before; a sheet with other ones is shown as figures-differ',
      roles: ['approver'],
      params: blocParams,
      body: z.strictObject({
        member: z.string().max(40),
        figures: z
          .array(
            z.strictObject({
              indicator: code,
              breakdown: z.string().max(120).default(''),
              unit: code,
              part: z.enum(['actual', 'lastYear', 'yearPlan']),
              value: z.string().regex(/^-?\d{1,40}(\.\d{1,20})?$/),
            }),
          )
          .max(5_000),
      }),
      idempotent: true,
      responses: { 200: { description: 'How many are settled now', schema: z.object({ agreed: z.int() }) } },
      async handler({ board, principal, params: { bloc, year }, body: { member, figures }, idempotency }) {
        const { response, replayed: again } = await pledge.agreeFigures({
          ...{ ...commandName(board, idempotency), bloc, year, actor: principal.subject },
          ...{ member, figures },
        });
        return again ? replayed(ok(response)) : ok(response);
      },
    }),
  ];
}
