import { notFound } from '@kcn/kernel';
import type { RunOnce, Session } from '@kcn/messaging';
import type { JobStatus, Route } from '@kcn/service-kit';
import { accepted, commandName, defineRoute, ok, replayed } from '@kcn/service-kit';
import { z } from 'zod';
import type { ProjectionReplay, Replay } from '../../application/operations/replay-board';
import type { Verifier } from '../../application/operations/verify-board';

/** How replays are asked for and looked up; the jobs adapter fulfils it. */
export interface ReplayRequests {
  idOf(commandKey: string): string;
  request(session: Session, replay: { readonly board: string; readonly id: string }): Promise<void>;
  find(board: string, id: string): Promise<JobStatus | undefined>;
}

export interface OperationRoutesOptions {
  readonly verifier: Verifier;
  readonly replay: Replay;
  readonly replays: ReplayRequests;
  readonly runOnce: RunOnce;
}

const replaySchema = z.looseObject({
  id: z.string().optional(),
  status: z.enum(['queued', 'running', 'done', 'failed']),
  progress: z.int().optional(),
  generation: z.int().optional(),
  replayed: z.int().optional(),
  remaining: z.int().optional(),
});
const verificationSchema = z.object({
  ok: z.boolean(),
  checks: z.array(z.object({ name: z.string(), ok: z.boolean(), expected: z.string(), actual: z.string(), detail: z.string() })),
});

const replayJson = (id: string, { state, progress, result, error }: JobStatus) => ({
  id,
  status: state,
  progress,
  ...((result as ProjectionReplay | undefined) ?? {}),
  ...(error && state === 'failed' ? { error } : {}),
});

export function createOperationRoutes({ verifier, replay, replays, runOnce }: OperationRoutesOptions): Route[] {
  return [
    defineRoute({
      method: 'post',
      path: '/v1/boards/:board/verification',
      operationId: 'verifyBoard',
      tags: ['operations'],
      summary: 'Recomputes everything from the logs and compares it with what is stored, published and on the topics',
      roles: ['operator', 'approver', 'reader'],
      idempotent: true,
      responses: { 200: { description: 'Each check with what was expected and found', schema: verificationSchema } },
      handler: async ({ board }) => ok(await verifier.verify(board)),
    }),
    defineRoute({
      method: 'post',
      path: '/v1/boards/:board/replays',
      operationId: 'replayBoard',
      tags: ['operations'],
      summary: 'Builds the projection anew from the registry’s log, or gives dead letters another try',
      roles: ['operator'],
      body: z.strictObject({ what: z.enum(['projection', 'dead-letters']) }),
      idempotent: true,
      responses: {
        200: { description: 'Dead letters were tried', schema: replaySchema },
        202: { description: 'Being rebuilt; see Location', schema: replaySchema },
      },
      async handler({ board, body: { what }, idempotency }) {
        if (what === 'dead-letters') return ok({ status: 'done', ...(await replay.deadLetters(board)) });
        const command = commandName(board, idempotency);
        const { response, replayed: again } = await runOnce(command, async (session) => {
          const id = replays.idOf(command.key);
          await replays.request(session, { board, id });
          return { response: { id, status: 'queued', progress: 0 } };
        });
        const answer = accepted(response, { location: `/v1/boards/${board}/replays/${response.id}` });
        return again ? replayed(answer) : answer;
      },
    }),
    defineRoute({
      method: 'get',
      path: '/v1/boards/:board/replays/:id',
      operationId: 'getReplay',
      tags: ['operations'],
      roles: ['operator'],
      responses: { 200: { description: 'How the replay stands', schema: replaySchema } },
      async handler({ board, params: { id } }) {
        const found = await replays.find(board, id);
        if (!found) throw notFound('replay_not_found', { vi: `Không có lần phát lại "${id}"`, en: `There is no replay "${id}"` });
        return ok(replayJson(id, found));
      },
    }),
  ];
}
