import { spawn } from 'node:child_process';
import { mkdir, readFile, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { DATA_FOLDER, REPOSITORY } from '../places';
import { both } from '../say';
import { testAddresses } from '../servers/start-servers';
import { startThrowawayServers } from '../servers/throwaway';
import { testServersEnv } from './run-test-servers';

/** Tests on real servers that must at least have passed: fewer means that some were not run. */
const SERVER_TESTS_FLOOR = 90;

/** What testkit's reporter leaves of one workspace. */
interface WorkspaceResults {
  readonly workspace: string;
  readonly passed: number;
  readonly failed: number;
  readonly skipped: readonly string[];
  /** Passed tests that ran on real servers. */
  readonly onServers: number;
}

/** The checks that are one command each; a failed one counts as one failed test. */
const CHECKS: readonly { readonly name: string; readonly command: readonly string[] }[] = [
  {
    name: 'typecheck',
    command: ['node_modules/.bin/turbo', 'run', 'typecheck', '--continue', '--concurrency=2', '--output-logs=errors-only'],
  },
  { name: 'lint', command: ['node_modules/.bin/turbo', 'run', 'lint', '--continue', '--concurrency=2', '--output-logs=errors-only'] },
  { name: 'lint:tree', command: ['npm', 'run', '--silent', 'lint:tree'] },
];

/** Workspaces whose tests measure time, and so run alone. */
const MEASURING: readonly string[] = ['@kcn/service-kit', '@kcn/messaging', '@kcn/e2e'];

/** Two workspaces at a time, then those that measure one after the other. */
const TEST_RUNS: readonly (readonly string[])[] = [
  [...MEASURING.map((name) => `--filter=!${name}`), '--concurrency=2'],
  [...MEASURING.map((name) => `--filter=${name}`), '--concurrency=1'],
];

/**
 * `npm test`: static checks, then every workspace's tests on servers of its own; prints the sum as the last line.
 * @returns the exit code: 0 only if nothing failed, nothing was skipped and enough tests ran on real servers
 */
export async function runTests(): Promise<number> {
  let passed = 0;
  const failures: string[] = [];
  const count = (name: string, ok: boolean): void => {
    if (ok) passed += 1;
    else failures.push(name);
  };
  for (const { name, command } of CHECKS) {
    console.log(both(`▸ Kiểm tra ${name}`, `Checking ${name}`));
    count(name, (await run(command, {})) === 0);
  }

  console.log(both('▸ Khởi động máy chủ cho kiểm thử', 'Starting servers for tests'));
  const folder = join(DATA_FOLDER, 'test-results');
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const servers = await startThrowawayServers({ env: process.env, log: console.log, addresses: testAddresses(process.env) });
  let testsEnded = 0;
  try {
    console.log(both('▸ Kiểm thử', 'Testing'));
    const env = { ...testServersEnv(servers), KCN_TEST_RESULTS: folder };
    for (const which of TEST_RUNS)
      testsEnded += await run(['node_modules/.bin/turbo', 'run', 'test', '--continue', '--output-logs=full', ...which], env);
  } finally {
    await servers.stop();
  }
  const results = await readResults(folder);
  for (const { workspace, passed: ok, failed, skipped } of results) {
    passed += ok;
    failures.push(...Array.from({ length: failed }, (_, index) => `${workspace} #${String(index + 1)}`));
    failures.push(...skipped.map((name) => `${workspace}: skipped: ${name}`));
  }
  if (testsEnded !== 0 && results.every(({ failed }) => failed === 0)) failures.push('a test task did not end well');
  const onServers = results.reduce((sum, one) => sum + one.onServers, 0);
  console.log(both(`${String(onServers)} kiểm thử đã chạy trên máy chủ thật`, `${String(onServers)} tests ran on real servers`));
  if (onServers < SERVER_TESTS_FLOOR)
    failures.push(`only ${String(onServers)} of at least ${String(SERVER_TESTS_FLOOR)} tests ran on real servers`);
  for (const failure of failures) console.log(`✗ ${failure}`);
  console.log(`${String(passed)} passed, ${String(failures.length)} failed`);
  return failures.length === 0 ? 0 : 1;
}

async function readResults(folder: string): Promise<WorkspaceResults[]> {
  const files = (await readdir(folder)).filter((name) => name.endsWith('.json')).sort();
  return Promise.all(files.map(async (name) => JSON.parse(await readFile(join(folder, name), 'utf8')) as WorkspaceResults));
}

function run([command = '', ...args]: readonly string[], env: Readonly<Record<string, string>>): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: REPOSITORY,
      stdio: 'inherit',
      env: { ...process.env, TURBO_TELEMETRY_DISABLED: '1', ...env },
    });
    child.once('error', reject);
    child.once('exit', (code) => {
      resolve(code ?? 1);
    });
  });
}
