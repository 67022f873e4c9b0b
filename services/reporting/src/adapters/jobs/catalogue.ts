import { createHash } from 'node:crypto';
import { defineJob } from '@kcn/service-kit';
import { z } from 'zod';

/** A period's summary of one board: on demand, and on the first of each month for the periods that have just ended. */
export const summaryRunJob = defineJob({
  name: 'summary-run',
  payload: z.object({ period: z.string(), calendar: z.enum(['calendar', 'ND09']) }),
  attempts: 20,
  backoffMs: 1_000,
  concurrency: 2,
  schedule: { cron: '0 6 1 * *' },
});

/** A board's projection built anew from the registry's log; with the registry away it is tried for about an hour. */
export const replayJob = defineJob({ name: 'projection-replay', payload: z.object({}), attempts: 20, backoffMs: 2_000 });

export const JOBS = [summaryRunJob, replayJob];

/** The public id of a request: part of an address, the same for the same Idempotency-Key. */
export const requestKeyOf = (commandKey: string): string => createHash('sha256').update(commandKey).digest('hex').slice(0, 24);

export const requestIdOf = (job: { readonly name: string }, board: string, key: string): string => `${job.name}/${board}/${key}`;
