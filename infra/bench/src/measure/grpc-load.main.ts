import { credentials, Metadata } from '@grpc/grpc-js';
import { registryServiceV1 } from '@kcn/contracts';
import { codeFor } from '../sample/sample-answers';

export type GrpcLoadKind = 'unary' | 'batch' | 'stream';

/** The client's job, as JSON in its only argument. */
export interface GrpcLoadJob {
  readonly kind: GrpcLoadKind;
  readonly address: string;
  readonly token: string;
  readonly board: string;
  readonly concurrency: number;
  readonly durationMs: number;
  /** Codes per batch. */
  readonly batchSize: number;
  /** Messages that a list must have. */
  readonly listLength: number;
}

/** Printed as JSON when done. */
export interface GrpcLoadResult {
  /** Projects that came back, in calls, batches or lists. */
  readonly items: number;
  readonly elapsedMs: number;
  /** Calls that failed, and projects that are not the ones asked for or in the wrong place. */
  readonly wrong: number;
}

const DEADLINE_MS = 30_000;
const WARM_UP_SHARE = 0.3;

type Client = registryServiceV1.RegistryServiceClient;
/** One call. @returns number of projects, and how many of them are wrong */
type Call = (index: number) => Promise<{ readonly items: number; readonly wrong: number }>;

function createCall(client: Client, job: GrpcLoadJob): Call {
  const metadata = new Metadata();
  metadata.set('authorization', `Bearer ${job.token}`);
  const options = () => ({ deadline: Date.now() + DEADLINE_MS });
  const { board } = job;
  switch (job.kind) {
    case 'unary':
      return (index) =>
        new Promise((resolve) => {
          const projectCode = codeFor(index);
          client.getProject({ board, projectCode }, metadata, options(), (error, response) => {
            resolve({ items: 1, wrong: !error && response.project?.record?.projectCode === projectCode ? 0 : 1 });
          });
        });
    case 'batch':
      return (index) =>
        new Promise((resolve) => {
          const projectCodes = Array.from({ length: job.batchSize }, (_, offset) => codeFor(index * job.batchSize + offset));
          client.batchGetProjects({ board, projectCodes }, metadata, options(), (error, response) => {
            if (error) resolve({ items: 0, wrong: job.batchSize });
            else
              resolve({
                items: response.projects.length,
                wrong: projectCodes.filter((code, place) => response.projects[place]?.record?.projectCode !== code).length,
              });
          });
        });
    case 'stream':
      return () =>
        new Promise((resolve) => {
          let items = 0;
          let wrong = 0;
          const stream = client.listProjects({ board }, metadata, options());
          stream.on('data', ({ project }: registryServiceV1.ListProjectsResponse) => {
            if (project?.record?.projectCode !== codeFor(items)) wrong += 1;
            items += 1;
          });
          stream.once('error', () => {
            resolve({ items, wrong: wrong + 1 });
          });
          stream.once('end', () => {
            resolve({ items, wrong: wrong + Math.abs(job.listLength - items) });
          });
        });
  }
}

/** Keeps `concurrency` calls under way for a time. */
async function runFor(call: Call, concurrency: number, durationMs: number): Promise<GrpcLoadResult> {
  let next = 0;
  let items = 0;
  let wrong = 0;
  const startedAt = performance.now();
  const worker = async (): Promise<void> => {
    while (performance.now() - startedAt < durationMs) {
      const answer = await call(next++);
      items += answer.items;
      wrong += answer.wrong;
    }
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
  return { items, wrong, elapsedMs: performance.now() - startedAt };
}

async function main(job: GrpcLoadJob): Promise<void> {
  const client = new registryServiceV1.RegistryServiceClient(job.address, credentials.createInsecure(), {
    'grpc.max_receive_message_length': 16 * 1_048_576,
  });
  const call = createCall(client, job);
  const warmUp = await runFor(call, job.concurrency, job.durationMs * WARM_UP_SHARE);
  const measured = await runFor(call, job.concurrency, job.durationMs);
  console.log(`result ${JSON.stringify({ ...measured, wrong: measured.wrong + warmUp.wrong })}`);
  client.close();
}

if (require.main === module) {
  main(JSON.parse(process.argv[2] ?? '{}') as GrpcLoadJob).catch((error: unknown) => {
    console.error(error);
    process.exit(1);
  });
}
