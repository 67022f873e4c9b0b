import { instant, notFound } from '@kcn/kernel';
import type { Route } from '@kcn/service-kit';
import { defineRoute, ok } from '@kcn/service-kit';
import { z } from 'zod';
import type { Lineage } from '../../application/lineage/explain-figure';
import type { BoardStatus } from '../../application/operations/board-status';
import type { OwnRecords } from '../../application/ports';
import type { VectorResolver } from '../../application/summary/resolve-vector';
import { catalogueWith } from '../../domain/indicators/catalogue';
import { calendarSchema, figureSchema, limitSchema, periodParams, READERS } from './schemas';

export interface BoardRoutesOptions {
  readonly vectors: VectorResolver;
  readonly lineage: Lineage;
  readonly ownRecords: Pick<OwnRecords, 'catalogueRows'>;
  readonly status: (board: string) => Promise<BoardStatus>;
}

const factSchema = z.looseObject({
  date: z.string(),
  value: z.string(),
  unit: z.string(),
  position: z.int(),
  source: z.object({ kind: z.string(), key: z.string(), position: z.int() }),
  record: z.unknown(),
  recorded_at: z.string().nullable(),
  actor: z.string().nullable(),
  decision_no: z.string().nullable(),
});

const statusSchema = z.object({
  settled: z.object({ registry: z.int(), reporting: z.int(), fees: z.int().optional(), emulation: z.int().optional() }),
  parked: z.int(),
  dead_letters: z.int(),
  generation: z.int(),
  rules_version: z.string(),
  current_rules_version: z.string(),
});

export function createBoardRoutes({ vectors, lineage, ownRecords, status }: BoardRoutesOptions): Route[] {
  return [
    defineRoute({
      method: 'get',
      path: '/v1/boards/:board/lineage/:period/:indicator',
      operationId: 'getLineage',
      tags: ['lineage'],
      summary: 'What a figure is made of: formula, facts, records, decisions, earlier versions',
      roles: READERS,
      params: periodParams.extend({ indicator: z.string() }),
      query: z.object({
        calendar: calendarSchema,
        breakdown: z.string().default(''),
        as_of: z.string().transform(instant).optional(),
        limit: limitSchema,
      }),
      responses: {
        200: {
          description: 'The figure and what is behind it',
          schema: z.looseObject({
            figure: figureSchema,
            origin: z.enum(['records', 'typed']),
            formula: z.string(),
            fact_count: z.int(),
            facts: z.array(factSchema),
          }),
        },
      },
      async handler({ board, params: { period, indicator }, query: { calendar, breakdown, as_of: asOf, limit } }) {
        const vector = await vectors.resolve(board, asOf);
        return ok(await lineage.explain(vector, { summary: { period, calendar }, indicator, breakdown, limit }));
      },
    }),
    defineRoute({
      method: 'get',
      path: '/v1/boards/:board/catalogue',
      operationId: 'getCatalogue',
      tags: ['catalogue'],
      summary: 'The indicators of the board: the built-in ones and its own',
      roles: READERS,
      responses: {
        200: {
          description: 'All indicators',
          schema: z.object({ items: z.array(z.looseObject({ code: z.string(), name_vi: z.string(), name_en: z.string() })) }),
        },
      },
      async handler({ board }) {
        const { all } = catalogueWith(await ownRecords.catalogueRows(board, Number.MAX_SAFE_INTEGER));
        return ok({
          items: all.map(({ code, nameVi, nameEn, unit, kind, distinct, source, breakdowns }) => ({
            code,
            name_vi: nameVi,
            name_en: nameEn,
            unit,
            kind,
            distinct,
            source,
            breakdowns,
          })),
        });
      },
    }),
    defineRoute({
      method: 'get',
      path: '/v1/boards/:board/status',
      operationId: 'getStatus',
      tags: ['operations'],
      summary: 'How far the board is, what waits and what failed',
      roles: READERS,
      responses: { 200: { description: 'Status', schema: statusSchema } },
      async handler({ board }) {
        const found = await status(board);
        const { settled, parked, dead_letters: failed } = found;
        if (settled.registry + settled.reporting + parked + failed === 0)
          throw notFound('unknown_board', { vi: `Không có ban quản lý "${board}"`, en: `There is no board "${board}"` });
        return ok(found);
      },
    }),
  ];
}
