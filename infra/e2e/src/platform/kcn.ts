import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { REPOSITORY } from '@kcn/local';
import type { Platform } from './platform';
import type { ServiceName } from './service-process';

const PROGRAM = join(REPOSITORY, 'infra/cli/kcn.mjs');
const LARGEST_OUTPUT_BYTES = 256 * 1024 * 1024;

export interface Ran {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs command lines of `kcn` as processes of their own against a platform; services that do not run there are told as not deployed. */
export function createKcn(platform: Platform): (...args: string[]) => Promise<Ran> {
  const urlOf = (service: ServiceName): string => platform.processes.find((one) => one.service === service)?.url ?? '';
  const env = {
    PATH: process.env['PATH'] ?? '',
    KCN_REGISTRY_URL: urlOf('registry'),
    KCN_REPORTING_URL: urlOf('reporting'),
    KCN_FEES_URL: urlOf('fees'),
    KCN_EMULATION_URL: urlOf('emulation'),
    KCN_SIGNING_KEY_FILE: platform.signingKeyFile,
  };
  return (...args) =>
    new Promise((resolve) => {
      execFile(process.execPath, [PROGRAM, ...args], { env, maxBuffer: LARGEST_OUTPUT_BYTES }, (error, stdout, stderr) => {
        resolve({ exitCode: typeof error?.code === 'number' ? error.code : error ? 70 : 0, stdout, stderr });
      });
    });
}
