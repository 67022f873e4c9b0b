import type { Route } from '@kcn/service-kit';
import { defineRoute, ok } from '@kcn/service-kit';
import { z } from 'zod';
import type { Acts } from '../../application/accounting/act';
import { billingFromOf } from '../../application/accounting/act-facts';
import { monthStates } from '../../application/accounting/months';
import { actSchema, reasonSchema } from './act-answers';
import type { ActAnswers } from './act-answers';
import { ACCOUNTANTS, daySchema, monthSchema, READERS } from './schemas';

export interface MonthRoutesOptions {
  readonly acts: Pick<Acts, 'inForce'>;
  readonly answers: ActAnswers;
}

const monthParams = z.object({ board: z.string(), month: monthSchema });

/** Accounting months and the board's first day of billing. */
export const createMonthRoutes = ({ acts, answers }: MonthRoutesOptions): Route[] => [
  defineRoute({
    method: 'get',
    path: '/v1/boards/:board/months',
    operationId: 'listMonths',
    tags: ['months'],
    summary: 'Accounting months that were ever closed; everything up to closed_through is closed',
    roles: READERS,
    responses: {
      200: {
        description: 'Newest first',
        schema: z.object({
          closed_through: z.string().nullable(),
          items: z.array(
            z.object({
              month: z.string(),
              state: z.enum(['closed', 'open']),
              act: z.string(),
              by: z.string(),
              confirmed_by: z.string().nullable(),
              at: z.string().nullable(),
              reason: z.string(),
            }),
          ),
        }),
      },
    },
    async handler({ board }) {
      const { closedThrough, months } = monthStates(await acts.inForce(undefined, board));
      return ok({
        closed_through: closedThrough ?? null,
        items: months.map(({ month, isClosed, act }) => ({
          month,
          state: isClosed ? 'closed' : 'open',
          act: act.id,
          by: act.proposer,
          confirmed_by: act.decider ?? null,
          at: act.decidedAt?.toISOString() ?? null,
          reason: act.reason,
        })),
      });
    },
  }),
  defineRoute({
    method: 'post',
    path: '/v1/boards/:board/months/:month/closing',
    operationId: 'closeMonth',
    tags: ['months'],
    summary: 'Asks for a month to be closed; it is once a second accountant confirms the act',
    roles: ACCOUNTANTS,
    params: monthParams,
    idempotent: true,
    responses: { 201: { description: 'Waits for a second accountant', schema: actSchema } },
    handler: ({ board, params: { month }, principal, idempotency }) =>
      answers.one({ board, principal, idempotency }, { reason: '', draw: () => Promise.resolve([{ kind: 'closing', month }]) }),
  }),
  defineRoute({
    method: 'post',
    path: '/v1/boards/:board/months/:month/reopening',
    operationId: 'reopenMonth',
    tags: ['months'],
    summary: 'The head opens the month that was closed last',
    roles: ['approver'],
    params: monthParams,
    body: z.strictObject({ reason: reasonSchema }),
    idempotent: true,
    responses: { 201: { description: 'Open again', schema: actSchema } },
    handler: ({ board, params: { month }, body: { reason }, principal, idempotency }) =>
      answers.one({ board, principal, idempotency }, { reason, draw: () => Promise.resolve([{ kind: 'reopening', month }]) }),
  }),
  defineRoute({
    method: 'get',
    path: '/v1/boards/:board/billing-from',
    operationId: 'getBillingFrom',
    tags: ['billing'],
    summary: 'The day from which the board bills; null = from each tariff’s earliest price',
    roles: READERS,
    responses: { 200: { description: 'The day', schema: z.object({ date: z.string().nullable() }) } },
    handler: async ({ board }) => ok({ date: billingFromOf(await acts.inForce(undefined, board)) ?? null }),
  }),
  defineRoute({
    method: 'post',
    path: '/v1/boards/:board/billing-from',
    operationId: 'setBillingFrom',
    tags: ['billing'],
    summary: 'The head sets the day from which the board bills',
    roles: ['approver'],
    body: z.strictObject({ date: daySchema, reason: reasonSchema }),
    idempotent: true,
    responses: { 201: { description: 'In force', schema: actSchema } },
    handler: ({ board, body: { date, reason }, principal, idempotency }) =>
      answers.one({ board, principal, idempotency }, { reason, draw: () => Promise.resolve([{ kind: 'billing-from', date }]) }),
  }),
];
