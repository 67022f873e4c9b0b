/**
 * A worker process for tests that kill or freeze it: says when it has begun an attempt, then waits until it is told to go on
 * (SIGUSR2), and says how the attempt's effect went. Runs the built package.
 */
const mongoose = require('mongoose');
const { z } = require('zod');
const { createJobs, createSilentLogger, defineJob } = require('../../dist');

const { MONGO_URL, REDIS_URL, PREFIX, LEASE_MS, CONCURRENCY = '1' } = process.env;
const job = defineJob({ name: 'sum', payload: z.object({ n: z.number() }), attempts: 3, backoffMs: 50, concurrency: Number(CONCURRENCY) });

async function main() {
  const connection = await mongoose.createConnection(MONGO_URL).asPromise();
  const jobs = createJobs({
    connection,
    redisUrl: REDIS_URL,
    prefix: PREFIX,
    logger: createSilentLogger(),
    catalogue: [job],
    leaseMs: Number(LEASE_MS),
    sweepEveryMs: 300,
  });
  jobs.work(job, async (payload, attempt) => {
    const goOn = new Promise((resolve) => process.once('SIGUSR2', resolve));
    console.log(`begun ${attempt.id} ${attempt.attempt}`);
    await goOn;
    await connection
      .transaction(async (session) => {
        await attempt.fence(session);
        await connection.collection('effects').insertOne({ by: 'process', n: payload.n }, { session });
      })
      .then(
        () => console.log('effect kept'),
        (error) => console.log(`effect refused ${error.code}`),
      );
    return { by: 'process' };
  });
  await jobs.start();
  console.log('working');
}

void main();
