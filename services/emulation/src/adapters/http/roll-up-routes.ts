import { instant, period } from '@kcn/kernel';
import type { Route } from '@kcn/service-kit';
import { defineRoute, ok } from '@kcn/service-kit';
import { z } from 'zod';
import type { BlocList } from '../../application/bloc/list-blocs';
import type { BlocRollUp } from '../../application/roll-up/roll-up-bloc';
import { printRollUp } from '../../domain/result/print-result';
import { knownTo, metaOf, metaSchema } from './result-sources';
import { blocParams, READERS } from './schemas';

const text = z.object({ vi: z.string(), en: z.string() });
const blocSchema = z.object({
  board: z.string(),
  bloc: z.string(),
  year: z.int(),
  period: z.string(),
  leader: z.string(),
  name: text,
  members: z.array(z.string()),
});
const sumSchema = z.looseObject({ indicator: z.string(), breakdown: z.string(), members: z.int() });

export interface RollUpRoutesOptions {
  readonly listBlocs: BlocList;
  readonly rollUps: BlocRollUp;
}

/** Which blocs there are, and what their members' figures add up to. */
export function createRollUpRoutes({ listBlocs, rollUps }: RollUpRoutesOptions): Route[] {
  return [
    defineRoute({
      method: 'get',
      path: '/v1/blocs',
      operationId: 'listBlocs',
      tags: ['blocs'],
      summary: 'The blocs kept here, once for each board that keeps them and that the caller may know of; newest year first',
      roles: READERS,
      query: z.object({ bloc: z.string().optional(), year: z.coerce.number().int().optional() }),
      responses: { 200: { description: 'Blocs', schema: z.object({ items: z.array(blocSchema) }) } },
      async handler({ principal, query: { bloc, year } }) {
        const items = await listBlocs({ bloc, year, mayKnow: knownTo(principal) });
        return ok({
          items: items.map(({ document: { id, leader, name, period: scored, members, year: of }, board }) => ({
            ...{ board, bloc: id, year: of, period: scored, leader, name },
            members: members.map((member) => member.id),
          })),
        });
      },
    }),
    defineRoute({
      method: 'get',
      path: '/v1/boards/:board/blocs/:bloc/years/:year/roll-up',
      operationId: 'getRollUp',
      tags: ['blocs'],
      summary: 'Sums over the members that report, ratios as sum by sum over those with both parts; who is missing is named',
      roles: READERS,
      params: blocParams,
      query: z.object({ as_of: z.string().transform(instant).optional(), period: z.string().transform(period).optional() }),
      responses: {
        200: {
          description: 'The bloc’s figures',
          schema: z.looseObject({
            period: z.string(),
            from: z.enum(['sheets', 'reporting']),
            missing: z.array(z.string()),
            sums: z.array(sumSchema),
            ratios: z.array(sumSchema),
            meta: metaSchema,
          }),
        },
      },
      async handler({ board, principal, params: { bloc, year }, query: { as_of: asOf, period: asked } }) {
        const found = await rollUps.rollUp({ board, bloc, year, asOf, period: asked, mayKnow: knownTo(principal) });
        return ok({
          ...{ bloc, year, period: found.period, from: found.from, missing: found.silent },
          ...printRollUp(found.rollUp),
          meta: metaOf(found.sources),
        });
      },
    }),
  ];
}
