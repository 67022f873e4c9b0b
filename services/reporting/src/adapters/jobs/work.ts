import { period } from '@kcn/kernel';
import type { EventLog } from '@kcn/messaging';
import type { Jobs } from '@kcn/service-kit';
import type { Replay } from '../../application/operations/replay-board';
import type { Generations } from '../../application/ports';
import type { SummaryRun } from '../../application/summary/run-summary';
import { replayJob, requestKeyOf, summaryRunJob } from './catalogue';
import { periodsEndedBefore } from './ended-periods';

export interface WorkOptions {
  readonly jobs: Jobs;
  readonly runSummary: SummaryRun;
  readonly replay: Replay;
  readonly generations: Generations;
  readonly ownLog: Pick<EventLog, 'boards'>;
}

/** Says what this process does for each job of the catalogue. */
export function defineWork({ jobs, runSummary, replay, generations, ownLog }: WorkOptions): void {
  jobs.work(
    summaryRunJob,
    (payload, context) => runSummary(context.board, { period: period(payload.period), calendar: payload.calendar }, context),
    {
      async onSchedule(scheduledAt) {
        const boards = [...new Set([...(await generations.boards()), ...(await ownLog.boards())])].sort();
        // The key names the time, so that two processes asking at once ask for one run.
        return boards.flatMap((board) =>
          periodsEndedBefore(scheduledAt).map((ended) => ({
            board,
            key: requestKeyOf(`scheduled ${ended} ${scheduledAt.slice(0, 10)}`),
            payload: { period: ended, calendar: 'calendar' as const },
          })),
        );
      },
    },
  );
  jobs.work(replayJob, (_payload, context) => replay.projection(context.board, (percent) => context.report(percent)));
}
