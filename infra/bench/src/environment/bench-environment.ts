import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cacheFolder, startThrowawayServers } from '@kcn/local';

/** What every goal gets: servers of the bench's own, names that nobody else uses, and a place for files. */
export interface BenchEnvironment {
  /** With replica set, for a database of the given name. */
  mongoUrl(database: string): string;
  readonly brokers: readonly string[];
  readonly redisUrl: string;
  /** Where fetched programs are kept between checkouts. */
  readonly cacheFolder: string;
  /** `c2-1-mbq3kz`: differs from call to call and from run to run; fits databases, topics and boards. */
  uniqueName(prefix: string): string;
  /** An empty folder for one goal. */
  emptyFolder(name: string): Promise<string>;
  /** One line of progress. */
  say(text: string): void;
}

/** Addresses of servers that run already; what is not given is started for the run, on fresh data. */
const addressesOf = (
  env: NodeJS.ProcessEnv,
): { readonly mongo?: string | undefined; readonly kafka?: string | undefined; readonly redis?: string | undefined } => ({
  mongo: env['KCN_BENCH_MONGO_URL'],
  kafka: env['KCN_BENCH_KAFKA'],
  redis: env['KCN_BENCH_REDIS_URL'],
});

function withDatabase(address: string, database: string): string {
  const url = new URL(address);
  url.pathname = `/${database}`;
  return url.toString();
}

export interface RunningEnvironment extends BenchEnvironment {
  stop(): Promise<void>;
}

/** Starts the servers of a run; they listen on 127.0.0.1 alone and `stop` ends them and removes their data. */
export async function startBenchEnvironment(env: NodeJS.ProcessEnv, say: (text: string) => void): Promise<RunningEnvironment> {
  const servers = await startThrowawayServers({ addresses: addressesOf(env), env, log: say });
  const root = await mkdtemp(join(tmpdir(), 'kcn-bench-'));
  const run = Date.now().toString(36);
  let names = 0;
  return {
    mongoUrl: (database) => withDatabase(servers.mongo.address, database),
    brokers: servers.kafka.address.split(','),
    redisUrl: servers.redis.address,
    cacheFolder: cacheFolder(env),
    uniqueName(prefix) {
      names += 1;
      return `${prefix}-${names.toString()}-${run}`;
    },
    async emptyFolder(name) {
      const folder = join(root, name);
      await rm(folder, { recursive: true, force: true });
      await mkdir(folder, { recursive: true });
      return folder;
    },
    say,
    async stop() {
      await servers.stop();
      await rm(root, { recursive: true, force: true });
    },
  };
}
