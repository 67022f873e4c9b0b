import { REPORTING_KINDS } from '@kcn/contracts';
import type { Route } from '@kcn/service-kit';
import { commandName, created, defineRoute, replayed } from '@kcn/service-kit';
import { z } from 'zod';
import type { WithdrawOwnRecord } from '../../application/own-records/withdraw-own-record';

/** Ends a record of reporting's own. */
export const createWithdrawalRoute = ({ withdraw }: { readonly withdraw: WithdrawOwnRecord }): Route =>
  defineRoute({
    method: 'post',
    path: '/v1/boards/:board/withdrawals',
    operationId: 'withdrawRecord',
    tags: ['records'],
    summary: 'Ends a typed value or plan target, with a reason; history stays',
    roles: ['recorder'],
    body: z.strictObject({ kind: z.enum(REPORTING_KINDS), key: z.string().min(1).max(500), reason: z.string().trim().min(1).max(2_000) }),
    idempotent: true,
    responses: {
      201: {
        description: 'Withdrawn',
        schema: z.object({ kind: z.string(), key: z.string(), position: z.int(), recorded_at: z.string() }),
      },
    },
    async handler({ board, body: { kind, key, reason }, principal, idempotency }) {
      const { response, replayed: again } = await withdraw({
        command: commandName(board, idempotency),
        record: { kind, key },
        reason,
        actor: principal.subject,
      });
      const answer = created(response);
      return again ? replayed(answer) : answer;
    },
  });
