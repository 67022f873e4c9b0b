import { Writable } from 'node:stream';
import { run } from '@kcn/cli';
import type { Platform } from './platform';

export interface Ran {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

const collector = (): { readonly stream: Writable; readonly text: () => string } => {
  const chunks: Buffer[] = [];
  const write = (chunk: Buffer, _encoding: string, done: () => void): void => {
    chunks.push(chunk);
    done();
  };
  return { stream: new Writable({ write }), text: () => Buffer.concat(chunks).toString('utf8') };
};

/**
 * The command line against a platform's services, as somebody who may do everything. Services that do not run are not deployed.
 * @param settings of its own, such as the address of a service beside the platform
 */
export async function createCommandLine(
  platform: Platform,
  settings: Readonly<Record<string, string>> = {},
): Promise<(...args: readonly string[]) => Promise<Ran>> {
  const token = await platform.token({ subject: 'kcn', roles: ['recorder', 'approver', 'reader', 'operator'] });
  const urls = Object.fromEntries(platform.processes.map(({ service, url }) => [`KCN_${service.toUpperCase()}_URL`, url]));
  const env = { KCN_FEES_URL: '', KCN_EMULATION_URL: '', ...urls, KCN_TOKEN: token, ...settings };
  return async (...args) => {
    const [stdout, stderr] = [collector(), collector()];
    const exitCode = await run(args, { env, stdout: stdout.stream, stderr: stderr.stream });
    return { exitCode, stdout: stdout.text(), stderr: stderr.text() };
  };
}
