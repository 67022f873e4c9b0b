import { connectMongo, databaseOf } from '@kcn/messaging';
import type { BenchEnvironment } from '../environment/bench-environment';
import { createTokenIssuer } from '../environment/tokens';
import { residentMib } from '../measure/process-usage';
import { until } from '../measure/until';
import { createServiceTopics, startService } from '../sides/service-process';
import type { ServiceProcess } from '../sides/service-process';
import { contractFiles, contractRecord, tariffFiles, THROUGH } from './fee-files';
import type { ContractRecord } from './fee-files';
import { createFeesClient } from './fees-client';
import type { FeesClient } from './fees-client';

export const BOARD = 'bench';

/** A fee service of its own process on an empty database, which may be killed and started again. */
export interface BillingBench {
  readonly mongoUrl: string;
  readonly client: FeesClient;
  /** What it took to bring the contracts in. */
  readonly loadedMs: number;
  /** Highest resident memory seen so far, MiB. */
  peakMib(): number;
  killAndRestart(): Promise<void>;
  stop(): Promise<void>;
}

const SAMPLE_EVERY_MS = 200;

/** Puts contracts where an import puts them; importing is not what is measured here. */
async function stockContracts(mongoUrl: string, count: number): Promise<void> {
  const connection = await connectMongo(mongoUrl, { appName: 'bench-stock' });
  const records = databaseOf(connection).collection<ContractRecord>('records');
  for (let start = 0; start < count; start += 2_000) {
    const length = Math.min(2_000, count - start);
    await records.insertMany(Array.from({ length }, (_, index) => contractRecord(BOARD, start + index)));
  }
  await connection.close();
}

/** @param isImported whether the contracts come by files, not straight into the database */
export async function startBilling(
  environment: BenchEnvironment,
  contracts: number,
  { isImported = false }: { readonly isImported?: boolean } = {},
): Promise<BillingBench> {
  const issuer = await createTokenIssuer(await environment.emptyFolder('c5'));
  const mongoUrl = environment.mongoUrl(environment.uniqueName('c5-fees'));
  // A broker that has just started may not know yet what it has just been told to make.
  await until(
    'topics',
    60_000,
    () =>
      createServiceTopics(environment.brokers).then(
        () => true,
        () => undefined,
      ),
    500,
  );
  const env = { KCN_REDIS_URL: environment.redisUrl };
  const start = (): Promise<ServiceProcess> =>
    startService({ name: 'fees', mongoUrl, brokers: environment.brokers, jwksFile: issuer.jwksFile, env });
  let service = await start();
  let peak = 0;
  const sampling = setInterval(() => {
    void residentMib(service.child.pid).then(
      (mib) => {
        peak = Math.max(peak, mib);
      },
      () => undefined,
    );
  }, SAMPLE_EVERY_MS);
  const client = createFeesClient({
    httpUrl: () => service.httpUrl,
    maker: await issuer.token('maker', ['recorder', 'approver', 'reader']),
    checker: await issuer.token('checker', ['approver', 'reader']),
  });
  await client.importFiles(BOARD, tariffFiles());
  const startedAt = performance.now();
  if (isImported) for (const file of contractFiles(contracts)) await client.importFiles(BOARD, [file]);
  else await stockContracts(mongoUrl, contracts);
  const loadedMs = performance.now() - startedAt;
  return {
    mongoUrl,
    loadedMs,
    client,
    peakMib: () => peak,
    async killAndRestart() {
      process.kill(service.child.pid, 'SIGKILL');
      await service.child.exited;
      service = await start();
    },
    async stop() {
      clearInterval(sampling);
      await service.child.stop();
    },
  };
}

/** Creates a run and issues it; what the two people need to look at it is not counted. */
export async function billAll(
  { client }: Pick<BillingBench, 'client'>,
  halfway: () => Promise<void> = () => Promise.resolve(),
): Promise<{ readonly planMs: number; readonly issueMs: number }> {
  const startedAt = performance.now();
  const { run, status, code } = await client.createRun(BOARD, THROUGH);
  if (status >= 300) throw new Error(`the run was answered ${String(status)} ${code}`);
  await client.waitForRun(BOARD, run.id, ({ state }) => state === 'waiting');
  const plannedAt = performance.now();
  const approval = client.approve(BOARD, run.id).catch(() => undefined);
  await client.waitForRun(BOARD, run.id, ({ issued, invoices }) => issued * 2 >= invoices && invoices > 0);
  await halfway();
  await client.waitForRun(BOARD, run.id, ({ state }) => state === 'issued');
  await approval;
  return { planMs: plannedAt - startedAt, issueMs: performance.now() - plannedAt };
}
