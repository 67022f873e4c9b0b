import type { PlainDate } from '@kcn/kernel';
import type { Route } from '@kcn/service-kit';
import { defineRoute } from '@kcn/service-kit';
import { z } from 'zod';
import type { Acts } from '../../application/accounting/act';
import { drawReceiptReturn } from '../../application/accounting/receipt-returns';
import { actSchema, reasonSchema } from './act-answers';
import type { ActAnswers } from './act-answers';
import { ACCOUNTANTS, daySchema, moneySchema } from './schemas';

export interface RefundRoutesOptions {
  readonly answers: ActAnswers;
  readonly acts: Pick<Acts, 'inForce'>;
  readonly today: () => PlainDate;
}

/** Money that goes back to an enterprise: credit that is paid back, and cash receipts that are taken back. */
export const createRefundRoutes = ({ answers, acts, today }: RefundRoutesOptions): Route[] => [
  defineRoute({
    method: 'post',
    path: '/v1/boards/:board/refunds',
    operationId: 'requestRefund',
    tags: ['collection'],
    summary: 'Asks for credit of a contract to be paid back; it is once a second accountant confirms the act',
    roles: ACCOUNTANTS,
    body: z.strictObject({
      contract_no: z.string().min(1),
      amount: moneySchema,
      paid_on: daySchema.optional(),
      way: z.enum(['CASH', 'BANK']),
      cash_box: z
        .string()
        .regex(/^[\p{L}\d_-]{1,40}$/u)
        .optional(),
      receiver: z.string().trim().max(300).default(''),
      decision_no: z.string().trim().max(100).default(''),
      reason: reasonSchema,
    }),
    idempotent: true,
    responses: { 201: { description: 'Waits for a second accountant', schema: actSchema } },
    handler({ board, body, principal, idempotency }) {
      const { contract_no: contractNo, amount, paid_on: paidOn = today(), way, receiver, decision_no: decisionNo, reason } = body;
      const cashBox = body.cash_box ?? (way === 'CASH' ? '1' : '');
      const content = { kind: 'refund' as const, contractNo, amount, paidOn, way, cashBox, voucherNo: '', receiver, decisionNo };
      return answers.one({ board, principal, idempotency }, { reason, draw: () => Promise.resolve([content]) });
    },
  }),
  defineRoute({
    method: 'post',
    path: '/v1/boards/:board/cash-receipts/:cash_box/:receipt_no/return',
    operationId: 'returnCashReceipt',
    tags: ['collection'],
    summary: 'Asks for a receipt to be taken back and its cash with it; it is once a second accountant confirms the act',
    roles: ACCOUNTANTS,
    body: z.strictObject({ returned_on: daySchema.optional(), reason: reasonSchema }),
    idempotent: true,
    responses: { 201: { description: 'Waits for a second accountant', schema: actSchema } },
    handler({ board, params: { cash_box: cashBox, receipt_no: receiptNo }, body, principal, idempotency }) {
      const { returned_on: returnedOn = today(), reason } = body;
      const wish = { cashBox, receiptNo, returnedOn };
      return answers.one(
        { board, principal, idempotency },
        { reason, draw: async (session) => [await drawReceiptReturn({ acts }, { session, board, ...wish })] },
      );
    },
  }),
];
