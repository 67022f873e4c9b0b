import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { startChild } from '../../measure/child-process';
import type { RunningChild } from '../../measure/child-process';
import { asProperties, debeziumSettings } from './debezium-settings';
import type { DebeziumOptions } from './debezium-settings';

const HEAP = '-Xmx512m';
const START_TIMEOUT_MS = 60_000;

/** How the header with the event id (our `_id`, `board/position`) is called, and how it is written. */
export const debeziumEventId = (header: string | undefined): string | undefined => {
  if (header === undefined) return undefined;
  const value: unknown = JSON.parse(header);
  return typeof value === 'string' ? value : undefined;
};

/**
 * Starts Debezium Server in a folder that keeps its offsets between starts; resolves once it follows the change stream.
 * Events that were written while it was stopped come first.
 */
export async function startDebezium({
  home,
  folder,
  ...options
}: DebeziumOptions & { readonly home: string; readonly folder: string }): Promise<RunningChild> {
  const conf = join(folder, 'conf');
  await mkdir(conf, { recursive: true });
  await writeFile(join(conf, 'application.properties'), asProperties(debeziumSettings(options)));
  const runner = (await readdir(home)).find((name) => name.endsWith('runner.jar'));
  if (runner === undefined) throw new Error(`no runner jar in ${home}`);
  const java = process.env['JAVA_HOME'] ? join(process.env['JAVA_HOME'], 'bin', 'java') : 'java';
  return startChild({
    name: `Debezium Server (${options.tuning})`,
    command: java,
    args: [HEAP, '-cp', [join(home, runner), conf, join(home, 'lib', '*')].join(delimiter), 'io.debezium.server.Main'],
    cwd: folder,
    readyLine: /Fetcher submitted for execution/,
    readyTimeoutMs: START_TIMEOUT_MS,
  });
}
