import { borrowServers, dropRedisPrefix, freshDatabase, freshRedisPrefix } from '@kcn/testkit';
import type { Role } from '@kcn/kernel';
import { z } from 'zod';
import { createHttpServer } from '../http/http-server';
import { createSilentLogger } from '../logging/logger';
import { createMetrics } from '../metrics/metrics';
import { createJobsBoard } from './board';
import { defineJob } from './define-job';
import { createJobs } from './jobs';

it('operators see the board, others and strangers do not, and nobody changes anything through it', async () => {
  const database = await freshDatabase('board');
  const prefix = freshRedisPrefix();
  const logger = createSilentLogger();
  const jobs = createJobs({
    connection: database.connection,
    redisUrl: borrowServers().redisUrl,
    prefix,
    logger,
    catalogue: [defineJob({ name: 'summary', payload: z.object({}) })],
  });
  const server = createHttpServer({
    name: 'board',
    port: 0,
    host: '127.0.0.1',
    logger,
    verifier: { verify: (token) => Promise.resolve({ subject: 'x', boards: ['*'], roles: [token as Role] }) },
    routes: [],
    readiness: () => Promise.resolve({ ready: true, reasons: [] }),
    metrics: createMetrics({ service: 'board', processMetrics: false }),
    info: { title: 'x', version: '1' },
    mounts: [createJobsBoard(jobs, { path: '/jobs' })],
  });
  await jobs.start();
  await server.start();
  const ask = (path: string, role?: Role, method = 'GET'): Promise<Response> =>
    fetch(`http://127.0.0.1:${String(server.address().port)}${path}`, {
      method,
      ...(role && { headers: { authorization: `Bearer ${role}` } }),
    });
  try {
    expect((await ask('/jobs')).status).toBe(401);
    expect((await ask('/jobs', 'recorder')).status).toBe(403);
    expect(await (await ask('/jobs', 'operator')).text()).toContain('<html');
    const listed = (await (await ask('/jobs/api/queues', 'operator')).json()) as { queues: { name: string; readOnlyMode: boolean }[] };
    expect(listed.queues).toMatchObject([{ name: 'summary', readOnlyMode: true }]);
    expect((await ask('/jobs/api/queues/summary/pause', 'operator', 'PUT')).status).toBeGreaterThanOrEqual(400);
  } finally {
    await server.stop();
    await jobs.stop();
    await database.drop();
    await dropRedisPrefix(prefix);
  }
});
