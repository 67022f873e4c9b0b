import type { PlainDate } from '@kcn/kernel';
import type { Route } from '@kcn/service-kit';
import { defineRoute } from '@kcn/service-kit';
import { z } from 'zod';
import { drawAdjustment } from '../../application/accounting/adjustments';
import type { AdjustmentPorts } from '../../application/accounting/adjustments';
import { actListSchema, actSchema, reasonSchema } from './act-answers';
import type { ActAnswers } from './act-answers';
import { ACCOUNTANTS, daySchema } from './schemas';

export interface CorrectionRoutesOptions extends AdjustmentPorts {
  readonly answers: ActAnswers;
  readonly today: () => PlainDate;
}

const decimalSchema = z.string().regex(/^\d{1,15}(\.\d{1,4})?$/);

/** What corrects issued invoices, and what takes off charges still to come. */
export const createCorrectionRoutes = ({ answers, ...ports }: CorrectionRoutesOptions): Route[] => [
  defineRoute({
    method: 'post',
    path: '/v1/boards/:board/adjustments',
    operationId: 'proposeAdjustments',
    tags: ['billing'],
    summary: 'Proposes invoices that bring issued ones to what a dry run finds now; each is numbered once a second person confirms it',
    roles: ACCOUNTANTS,
    body: z.strictObject({
      invoices: z.array(z.string().min(1)).min(1).max(500),
      method: z.enum(['ADJUST', 'REPLACE']).default('ADJUST'),
      agreement: z.string().trim().max(300).default(''),
      invoice_date: daySchema.optional(),
      reason: reasonSchema,
    }),
    idempotent: true,
    responses: { 201: { description: 'Wait for a second person', schema: actListSchema } },
    handler({ board, body, principal, idempotency }) {
      const { invoices, method, agreement, invoice_date: invoiceDate = ports.today(), reason } = body;
      return answers.many(
        { board, principal, idempotency },
        {
          reason,
          async draw(session) {
            const drawn = [];
            for (const invoice of new Set(invoices))
              drawn.push(await drawAdjustment(ports, { session, board, wish: { invoice, method, agreement, invoiceDate } }));
            return drawn;
          },
        },
      );
    },
  }),
  defineRoute({
    method: 'post',
    path: '/v1/boards/:board/exemptions',
    operationId: 'requestExemption',
    tags: ['billing'],
    summary: 'Asks for something to be taken off a contract’s charge; it is once the head confirms the act',
    roles: ACCOUNTANTS,
    body: z.strictObject({
      contract_no: z.string().min(1),
      from: daySchema,
      to: daySchema,
      percent: decimalSchema.default(''),
      amount: decimalSchema.default(''),
      currency: z.string().max(3).default(''),
      decision_no: z.string().trim().min(1).max(100),
      reason: reasonSchema,
    }),
    idempotent: true,
    responses: { 201: { description: 'Waits for the head', schema: actSchema } },
    handler({ board, body, principal, idempotency }) {
      const { contract_no: contractNo, from, to, percent, amount, currency, decision_no: decisionNo, reason } = body;
      const content = { kind: 'exemption' as const, contractNo, from, to, percent, amount, currency, decisionNo };
      return answers.one({ board, principal, idempotency }, { reason, draw: () => Promise.resolve([content]) });
    },
  }),
];
