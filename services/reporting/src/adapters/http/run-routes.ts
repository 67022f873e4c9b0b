import { notFound, period } from '@kcn/kernel';
import type { RunOnce, Session } from '@kcn/messaging';
import type { JobStatus, Route } from '@kcn/service-kit';
import { accepted, commandName, defineRoute, ok, replayed } from '@kcn/service-kit';
import { z } from 'zod';
import type { RunResult } from '../../application/summary/run-summary';
import { calendarSchema, READERS, runSchema } from './schemas';

/** How runs are asked for and looked up; the jobs adapter fulfils it. */
export interface RunRequests {
  /** The public id of the run that a command asks for. */
  idOf(commandKey: string): string;
  request(
    session: Session,
    run: { readonly board: string; readonly id: string; readonly period: string; readonly calendar: 'calendar' | 'ND09' },
  ): Promise<void>;
  find(board: string, id: string): Promise<JobStatus | undefined>;
}

export interface RunRoutesOptions {
  readonly runs: RunRequests;
  readonly runOnce: RunOnce;
}

function runJson(board: string, id: string, status: JobStatus) {
  const result = status.result as RunResult | undefined;
  const href = result && `/v1/boards/${board}/summaries/${result.period}?calendar=${result.calendar}&as_of=${result.as_of}`;
  return {
    id,
    status: status.state,
    progress: status.progress,
    ...(result && href !== undefined ? { summary: { sha256: result.sha256, href } } : {}),
    ...(status.error && status.state === 'failed' ? { error: status.error } : {}),
  };
}

export function createRunRoutes({ runs, runOnce }: RunRoutesOptions): Route[] {
  return [
    defineRoute({
      method: 'post',
      path: '/v1/boards/:board/summary-runs',
      operationId: 'runSummary',
      tags: ['summaries'],
      summary: 'Has a summary made as soon as what is recorded now is settled',
      roles: ['reader', 'recorder', 'approver', 'operator'],
      body: z.strictObject({ period: z.string().transform(period), calendar: calendarSchema }),
      idempotent: true,
      responses: { 202: { description: 'Asked for; see Location', schema: runSchema } },
      async handler({ board, body, idempotency }) {
        const command = commandName(board, idempotency);
        const { response, replayed: again } = await runOnce(command, async (session) => {
          const id = runs.idOf(command.key);
          await runs.request(session, { board, id, ...body });
          return { response: { id, status: 'queued', progress: 0 } };
        });
        const answer = accepted(response, { location: `/v1/boards/${board}/summary-runs/${response.id}` });
        return again ? replayed(answer) : answer;
      },
    }),
    defineRoute({
      method: 'get',
      path: '/v1/boards/:board/summary-runs/:id',
      operationId: 'getSummaryRun',
      tags: ['summaries'],
      roles: READERS,
      responses: { 200: { description: 'How the run stands', schema: runSchema } },
      async handler({ board, params: { id } }) {
        const found = await runs.find(board, id);
        if (!found) throw notFound('run_not_found', { vi: `Không có lượt tổng hợp "${id}"`, en: `There is no summary run "${id}"` });
        return ok(runJson(board, id, found));
      },
    }),
  ];
}
