import type { Session } from '@kcn/messaging';
import type { Jobs, JobStatus } from '@kcn/service-kit';
import { replayJob, requestIdOf, requestKeyOf, summaryRunJob } from './catalogue';

/** Summary runs as requests of the job catalogue. */
export const createRunRequests = (jobs: Jobs) => ({
  idOf: requestKeyOf,
  async request(
    session: Session,
    {
      board,
      id,
      period,
      calendar,
    }: { readonly board: string; readonly id: string; readonly period: string; readonly calendar: 'calendar' | 'ND09' },
  ): Promise<void> {
    await jobs.request(session, summaryRunJob, { board, key: id, payload: { period, calendar } });
  },
  find: (board: string, id: string): Promise<JobStatus | undefined> => jobs.findStatus(requestIdOf(summaryRunJob, board, id)),
});

/** Replays of a board's projection as requests of the job catalogue. */
export const createReplayRequests = (jobs: Jobs) => ({
  idOf: requestKeyOf,
  async request(session: Session, { board, id }: { readonly board: string; readonly id: string }): Promise<void> {
    await jobs.request(session, replayJob, { board, key: id, payload: {} });
  },
  find: (board: string, id: string): Promise<JobStatus | undefined> => jobs.findStatus(requestIdOf(replayJob, board, id)),
});
