import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { ServiceName } from './service-process';

/** Runs a service's migrations as the deployment's one-shot does. */
export async function runMigration(service: ServiceName, mongoUrl: string): Promise<void> {
  const entry = require.resolve(`@kcn/${service}/dist/migrate.js`);
  await promisify(execFile)(process.execPath, [entry], {
    env: { PATH: process.env['PATH'] ?? '', KCN_MONGO_URL: mongoUrl, KCN_LOG_LEVEL: 'warn' },
  });
}
