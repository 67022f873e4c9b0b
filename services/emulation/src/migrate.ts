import { connectMongo, prepareDatabase } from '@kcn/messaging';
import { createLogger } from '@kcn/service-kit';
import { migrations } from './adapters/mongo/migrations';
import { loadMigrateConfig } from './config';

/** Brings the database to the shape that this version needs, then ends: 0 done · 1 failed · 2 settings at fault. */
async function migrate(): Promise<number> {
  const loaded = loadMigrateConfig(process.env);
  if (!loaded.ok) {
    process.stderr.write(
      `emulation migrate: cấu hình sai / settings at fault\n${loaded.problems.map((problem) => `  - ${problem}\n`).join('')}`,
    );
    return 2;
  }
  const logger = createLogger({ name: 'emulation-migrate', level: loaded.config.logLevel });
  try {
    const connection = await connectMongo(loaded.config.mongoUrl, { appName: 'kcn-emulation-migrate', serverSelectionTimeoutMs: 10_000 });
    const run = await prepareDatabase(connection, migrations);
    await connection.close();
    logger.info({ run }, run.length > 0 ? 'migrated' : 'nothing to migrate');
    return 0;
  } catch (error) {
    logger.fatal({ error }, 'could not migrate');
    return 1;
  }
}

void migrate().then((code) => process.exit(code));
