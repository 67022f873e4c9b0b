import type { z } from 'zod';

/** A kind of work that is done later or takes long. */
export interface JobDefinition<S extends z.ZodType = z.ZodType> {
  /** Also the BullMQ queue's name: lower case words joined by hyphens. */
  readonly name: string;
  /** Of plain JSON; checked when the job is requested and again when it is run. */
  readonly payload: S;
  /** How many times a handler may fail before the request has failed. */
  readonly attempts: number;
  /** After the first failure; doubles each time, at most five minutes. */
  readonly backoffMs: number;
  /** Attempts that run at once in one process; default 1. */
  readonly concurrency: number;
  readonly schedule?: { readonly cron: string };
  readonly timeZone: string;
}

export type PayloadOf<J> = J extends JobDefinition<infer S> ? z.output<S> : never;
export type PayloadInputOf<J> = J extends JobDefinition<infer S> ? z.input<S> : never;

type JobOptions<S extends z.ZodType> = Pick<JobDefinition<S>, 'name' | 'payload'> & Partial<Omit<JobDefinition<S>, 'name' | 'payload'>>;

/** States a job for the catalogue; a cron schedule is in Vietnam's time unless it names another zone. */
export function defineJob<S extends z.ZodType>({
  attempts = 5,
  backoffMs = 1_000,
  concurrency = 1,
  timeZone = 'Asia/Ho_Chi_Minh',
  ...rest
}: JobOptions<S>): JobDefinition<S> {
  if (!/^[a-z][a-z0-9-]*$/.test(rest.name)) throw new Error(`a job's name is lower case words joined by hyphens, not "${rest.name}"`);
  return { attempts, backoffMs, concurrency, timeZone, ...rest };
}

const LONGEST_BACKOFF_MS = 300_000;

/** How long to wait after the nth failure (n from 1). */
export const backoffAfter = (job: Pick<JobDefinition, 'backoffMs'>, failures: number): number =>
  Math.min(LONGEST_BACKOFF_MS, job.backoffMs * 2 ** Math.min(failures - 1, 20));
