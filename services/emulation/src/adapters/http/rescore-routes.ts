import type { Route } from '@kcn/service-kit';
import { commandName, defineRoute, ok, replayed } from '@kcn/service-kit';
import { z } from 'zod';
import type { OfferView } from '../../application/rescore/view-offers';
import { textSchema } from './cycle-routes';
import { knownTo } from './result-sources';
import { blocParams, READERS } from './schemas';

const PATH = '/v1/boards/:board/blocs/:bloc/years/:year/rescore-offers';

/** Published summaries that may change points. */
export function createRescoreRoutes({ offers }: { readonly offers: OfferView }): Route[] {
  return [
    defineRoute({
      method: 'get',
      path: PATH,
      operationId: 'listRescoreOffers',
      tags: ['rescore'],
      summary: 'Summaries of the scored period that were published since, and what scoring anew would change',
      roles: READERS,
      params: blocParams,
      responses: {
        200: {
          description: 'change is null where nothing is open, and for a leader that ranks by sheets',
          schema: z.object({
            items: z.array(z.looseObject({ member: z.string(), summary_revision: z.int() })),
            change: z.looseObject({}).nullable(),
          }),
        },
      },
      async handler({ board, principal, params: { bloc, year } }) {
        const seen = await offers.view({ board, bloc, year }, knownTo(principal));
        return ok({
          items: seen.offers.map(({ member, period, summaryRevision, summarySha256, publishedAt, answer }) => ({
            ...{ member, period, published_at: publishedAt },
            ...{ summary_revision: summaryRevision, summary_sha256: summarySha256 },
            answer: answer ? { taken: answer.taken, reason: answer.reason, answered_at: answer.answeredAt } : null,
          })),
          change: seen.change,
        });
      },
    }),
    defineRoute({
      method: 'post',
      path: `${PATH}/:member/:revision/answer`,
      operationId: 'answerRescoreOffer',
      tags: ['rescore'],
      summary: 'Whether the offer is taken; a frozen result changes by re-opening alone, a signed sheet by its next revision',
      roles: ['approver'],
      params: blocParams.extend({ member: z.string().max(40), revision: z.coerce.number().int().min(1) }),
      body: z.strictObject({ taken: z.boolean(), reason: textSchema.nullable().default(null) }),
      idempotent: true,
      responses: { 200: { description: 'Noted', schema: z.object({ taken: z.boolean() }) } },
      async handler({ board, principal, params: { bloc, year, member, revision }, body, idempotency }) {
        const id = `${board}/${bloc}/${year.toString()}/${member}/${revision.toString().padStart(6, '0')}`;
        const done = await offers.answer({ ...commandName(board, idempotency), bloc, year, actor: principal.subject, id, ...body });
        return done.replayed ? replayed(ok(done.response)) : ok(done.response);
      },
    }),
  ];
}
