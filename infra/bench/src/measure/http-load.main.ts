import autocannon from 'autocannon';
import { randomUUID } from 'node:crypto';
import { projectRow } from '../sample/project-rows';

/** The load's job, as JSON in its only argument. */
export interface HttpLoadJob {
  /** Whole address of the POST. */
  readonly url: string;
  readonly token: string;
  readonly connections: number;
  readonly seconds: number;
  /** Number of the first project; every request posts the next one. */
  readonly firstNumber: number;
}

/** Printed as JSON when done. */
export interface HttpLoadResult {
  readonly created: number;
  /** Answers other than 201, by status, and requests without an answer. */
  readonly others: Readonly<Record<string, number>>;
  readonly requestsPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Requests that were sent; more than were answered, because the last ones are cut off. */
  readonly sent: number;
}

async function main(job: HttpLoadJob): Promise<void> {
  let next = job.firstNumber;
  const options: autocannon.Options = {
    url: job.url,
    connections: job.connections,
    duration: job.seconds,
    timeout: 20,
    requests: [
      {
        method: 'POST',
        setupRequest: (request) => ({
          ...request,
          headers: {
            ...request.headers,
            'content-type': 'application/json',
            authorization: `Bearer ${job.token}`,
            'idempotency-key': randomUUID(),
          },
          body: JSON.stringify(projectRow(next++)),
        }),
      },
    ],
  };
  const latencies: number[] = [];
  const statuses = new Map<number, number>();
  const result = await new Promise<autocannon.Result>((resolve, reject) => {
    const run = autocannon(options, (error: unknown, finished) => {
      if (error instanceof Error) reject(error);
      else resolve(finished);
    });
    run.on('response', (_client, status, _bytes, responseTimeMs) => {
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
      latencies.push(responseTimeMs);
    });
  });
  latencies.sort((a, b) => a - b);
  const at = (q: number): number => latencies[Math.min(latencies.length - 1, Math.floor(q * latencies.length))] ?? Number.NaN;
  const others: Record<string, number> = {};
  for (const [status, count] of statuses) if (status !== 201) others[status.toString()] = count;
  if (result.errors + result.timeouts > 0) others['none'] = result.errors + result.timeouts;
  const answer: HttpLoadResult = {
    created: statuses.get(201) ?? 0,
    others,
    requestsPerSecond: latencies.length / result.duration,
    p50Ms: at(0.5),
    p99Ms: at(0.99),
    sent: next - job.firstNumber,
  };
  console.log(`result ${JSON.stringify(answer)}`);
}

if (require.main === module) {
  main(JSON.parse(process.argv[2] ?? '{}') as HttpLoadJob).catch((error: unknown) => {
    console.error(error);
    process.exit(1);
  });
}
