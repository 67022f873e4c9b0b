import { EXIT, createLogger, parseConfig, setting } from '@kcn/service-kit';
import type { ProcessLike } from '@kcn/service-kit';
import { z } from 'zod';
import { connectMongo } from '../mongo/connect-mongo';
import type { Migration } from './migration';
import { prepareDatabase } from './prepare-database';

export interface MigrateServiceOptions {
  readonly name: string;
  readonly process: Pick<ProcessLike, 'env' | 'exit' | 'stderr'>;
  readonly migrations: readonly Migration[];
}

const settings = z.object({ KCN_MONGO_URL: setting.mongoUrl(), KCN_LOG_LEVEL: setting.logLevel() });

/**
 * Brings a service's database to the shape that this version needs, then ends the process, for migrate.ts:
 *
 *   void migrateService({ name: 'registry', process, migrations });
 *
 * Settings: KCN_MONGO_URL, KCN_LOG_LEVEL. Exit codes as of a service: 0 done · 1 failed · 2 settings at fault.
 */
export async function migrateService({ name, process: host, migrations }: MigrateServiceOptions): Promise<void> {
  const loaded = parseConfig(settings, host.env);
  if (!loaded.ok) {
    const problems = loaded.problems.map((problem) => `  - ${problem}\n`).join('');
    host.stderr.write(`${name} migrate: cấu hình sai / settings at fault\n${problems}`);
    host.exit(EXIT.badConfig);
    return;
  }
  const { KCN_MONGO_URL: url, KCN_LOG_LEVEL: level } = loaded.config;
  const logger = createLogger({ name: `${name}-migrate`, level });
  try {
    const connection = await connectMongo(url, { appName: `kcn-${name}-migrate`, serverSelectionTimeoutMs: 10_000 });
    const run = await prepareDatabase(connection, migrations);
    await connection.close();
    logger.info({ run }, run.length > 0 ? 'migrated' : 'nothing to migrate');
    host.exit(EXIT.stopped);
  } catch (error) {
    logger.fatal({ error }, 'could not migrate');
    host.exit(EXIT.failed);
  }
}
