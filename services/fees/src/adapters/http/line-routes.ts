import { invalid } from '@kcn/kernel';
import type { Route } from '@kcn/service-kit';
import { defineRoute } from '@kcn/service-kit';
import { z } from 'zod';
import type { DecisionContent } from '../../application/accounting/act';
import { drawUndo } from '../../application/accounting/line-decisions';
import type { LineDecisionsOptions } from '../../application/accounting/line-decisions';
import { actSchema, reasonSchema } from './act-answers';
import type { ActAnswers } from './act-answers';
import { ACCOUNTANTS, daySchema, moneySchema } from './schemas';

export interface LineRoutesOptions extends LineDecisionsOptions {
  readonly answers: ActAnswers;
}

const decisionSchema = z.strictObject({
  allocations: z
    .array(z.strictObject({ invoice: z.string().min(1), amount: moneySchema }))
    .max(1_000)
    .optional(),
  credits: z
    .array(z.strictObject({ contract_no: z.string().min(1), amount: moneySchema }))
    .max(1_000)
    .optional(),
  undoes: z.string().min(1).optional(),
  leave: z.literal(true).optional(),
  reason: reasonSchema,
});

const badDecision = (): Error =>
  invalid('bad_decision', {
    vi: 'Quyết định phải là phân bổ (allocations, credits), đảo giao dịch (undoes) hoặc để nguyên (leave)',
    en: 'A decision is either allocations and credits, or undoes, or leave',
  });

function contentOf(account: string, bankRef: string, body: z.output<typeof decisionSchema>): DecisionContent {
  const allocations = body.allocations ?? [];
  const credits = (body.credits ?? []).map(({ contract_no: contractNo, amount }) => ({ contractNo, amount }));
  const line = { kind: 'decision' as const, account, bankRef, allocations, credits, undoes: body.undoes ?? '' };
  const ways = [allocations.length + credits.length > 0, body.undoes !== undefined, body.leave === true];
  if (ways.filter(Boolean).length !== 1) throw badDecision();
  return { ...line, does: body.leave ? 'LEAVE' : body.undoes === undefined ? 'ALLOCATE' : 'REVERSE' };
}

/** What people decide about bank lines and cash receipts, and cash at the counter. */
export const createLineRoutes = ({ answers, ...options }: LineRoutesOptions): Route[] => [
  defineRoute({
    method: 'post',
    path: '/v1/boards/:board/bank-lines/:account/:ref/decision',
    operationId: 'decideLine',
    tags: ['collection'],
    summary: 'What a line pays by a person’s decision; the latest of a line counts',
    roles: ACCOUNTANTS,
    body: decisionSchema,
    idempotent: true,
    responses: { 201: { description: 'In force', schema: actSchema } },
    handler: ({ board, params: { account, ref }, body, principal, idempotency }) =>
      answers.one({ board, principal, idempotency }, { reason: body.reason, draw: () => Promise.resolve([contentOf(account, ref, body)]) }),
  }),
  defineRoute({
    method: 'post',
    path: '/v1/boards/:board/bank-lines/:account/:ref/undo',
    operationId: 'undoLine',
    tags: ['collection'],
    summary: 'Asks for a match to be taken away; it is once a second accountant confirms the act',
    roles: ACCOUNTANTS,
    body: z.strictObject({ reason: reasonSchema }),
    idempotent: true,
    responses: { 201: { description: 'Waits for a second accountant', schema: actSchema } },
    handler: ({ board, params: { account, ref }, body: { reason }, principal, idempotency }) =>
      answers.one(
        { board, principal, idempotency },
        { reason, draw: async (session) => [await drawUndo(options, { session, board, line: { account, bankRef: ref } })] },
      ),
  }),
  defineRoute({
    method: 'post',
    path: '/v1/boards/:board/cash-receipts',
    operationId: 'receiveCash',
    tags: ['collection'],
    summary: 'Money at the counter; it is numbered and matched by what it is for',
    roles: ACCOUNTANTS,
    body: z.strictObject({
      cash_box: z
        .string()
        .regex(/^[\p{L}\d_-]{1,40}$/u)
        .default('1'),
      received_on: daySchema,
      amount: moneySchema,
      purpose: z.string().trim().min(1).max(500),
      payer: z.string().trim().max(300).default(''),
    }),
    idempotent: true,
    responses: { 201: { description: 'The receipt', schema: actSchema } },
    handler: ({ board, body, principal, idempotency }) => {
      const { cash_box: cashBox, received_on: receivedOn, amount, purpose, payer } = body;
      const receipt = { kind: 'cash-receipt' as const, cashBox, receiptNo: '', receivedOn, amount, purpose, payer };
      return answers.one({ board, principal, idempotency }, { reason: '', draw: () => Promise.resolve([receipt]) });
    },
  }),
];
