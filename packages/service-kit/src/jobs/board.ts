import { createBullBoard } from '@bull-board/api';
import { BullMQAdapter } from '@bull-board/api/bullMQAdapter';
import { ExpressAdapter } from '@bull-board/express';
import type { Mount } from '../http/http-server';
import type { Jobs } from './jobs';

/**
 * bull-board as a mount of the HTTP server, for operators, read-only: the truth is in the database, so that changing Redis
 * by hand would only confuse.
 */
export function createJobsBoard(jobs: Pick<Jobs, 'queues'>, { path }: { readonly path: string }): Mount {
  const serverAdapter = new ExpressAdapter();
  serverAdapter.setBasePath(path);
  createBullBoard({ queues: jobs.queues().map((queue) => new BullMQAdapter(queue, { readOnlyMode: true })), serverAdapter });
  return { path, roles: ['operator'], router: serverAdapter.getRouter() as Mount['router'] };
}
