import { createHash } from 'node:crypto';
import { instant } from '@kcn/kernel';
import type { Route } from '@kcn/service-kit';
import { defineRoute, ok } from '@kcn/service-kit';
import { z } from 'zod';
import type { BlocScoring } from '../../application/bloc/score-bloc-year';
import { printResult } from '../../domain/result/print-result';
import { printWhatIf } from '../../domain/what-if/print-what-if';
import { knownTo, metaOf, metaSchema } from './result-sources';
import { blocParams, READERS } from './schemas';

const query = z.object({ as_of: z.string().transform(instant).optional() });

const placeSchema = z.object({ rank: z.int().nullable(), member: z.string(), total: z.string().nullable(), award: z.string() });
const resultSchema = z.looseObject({
  format: z.literal('emulation-result/1'),
  bloc: z.string(),
  year: z.int(),
  period: z.string(),
  criteriaVersion: z.string(),
  errors: z.array(z.looseObject({})),
  ranking: z.array(placeSchema),
  ties: z.array(z.looseObject({ total: z.string() })),
  members: z.array(z.looseObject({ member: z.string() })),
});
/** What a bloc's year comes to. Everything is computed anew from the kept files and the members' figures. */
export function createBlocRoutes({ scoring }: { readonly scoring: BlocScoring }): Route[] {
  return [
    defineRoute({
      method: 'get',
      path: '/v1/boards/:board/blocs/:bloc/years/:year/result',
      operationId: 'getResult',
      tags: ['blocs'],
      summary: 'Points of every member to the last operand, ranking, ties, awards and the bloc’s sums',
      roles: READERS,
      params: blocParams,
      query,
      responses: { 200: { description: 'emulation-result/1', schema: resultSchema } },
      async handler({ board, principal, params: { bloc, year }, query: { as_of: asOf } }) {
        const { result } = await scoring.score({ board, bloc, year, asOf, mayKnow: knownTo(principal) });
        const printed = printResult(result);
        return ok(printed, { etag: createHash('sha256').update(JSON.stringify(printed)).digest('hex') });
      },
    }),
    defineRoute({
      method: 'get',
      path: '/v1/boards/:board/blocs/:bloc/years/:year/ranking',
      operationId: 'getRanking',
      tags: ['blocs'],
      summary: 'The places, what decided ties, and what it all was computed from',
      roles: READERS,
      params: blocParams,
      query,
      responses: {
        200: {
          description: 'The ranking and its sources',
          schema: z.looseObject({ ranking: z.array(placeSchema), meta: metaSchema }),
        },
      },
      async handler({ board, principal, params: { bloc, year }, query: { as_of: asOf } }) {
        const { result, sources } = await scoring.score({ board, bloc, year, asOf, mayKnow: knownTo(principal) });
        const { period, criteriaVersion, errors, ranking, ties, awards, missing = [] } = printResult(result);
        const provisional = missing.length > 0;
        return ok({ bloc, year, period, criteriaVersion, errors, provisional, missing, ranking, ties, awards, meta: metaOf(sources) });
      },
    }),
    defineRoute({
      method: 'post',
      path: '/v1/boards/:board/blocs/:bloc/years/:year/what-if',
      operationId: 'askWhatIf',
      tags: ['blocs'],
      summary: 'The same year under other criteria: which points, places and awards would differ. Keeps nothing.',
      roles: READERS,
      params: blocParams,
      query,
      body: z.strictObject({ criteria: z.record(z.string(), z.unknown()) }),
      idempotent: true,
      responses: {
        200: {
          description: 'The differences and the ranking of the scenario',
          schema: z.looseObject({ differences: z.array(z.looseObject({ member: z.string() })), ranking: z.array(placeSchema) }),
        },
      },
      async handler({ board, principal, params: { bloc, year }, query: { as_of: asOf }, body: { criteria } }) {
        const { result, sources } = await scoring.whatIf(
          { board, bloc, year, asOf, mayKnow: knownTo(principal) },
          JSON.stringify(criteria),
        );
        return ok({ ...printWhatIf(result), meta: metaOf(sources) });
      },
    }),
  ];
}
