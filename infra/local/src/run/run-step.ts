import { spawn } from 'node:child_process';
import { REPOSITORY } from '../places';
import { StartError } from '../say';
import type { Step } from './demo-steps';

/** Runs a step with its output on this terminal. @throws StartError when it does not exit 0 */
export async function runStep(
  { command, vi, en }: Step,
  options: { readonly env: Readonly<Record<string, string>>; readonly signal: AbortSignal },
): Promise<void> {
  const [program = '', ...args] = command;
  const child = spawn(program === 'node' ? process.execPath : program, args, {
    cwd: REPOSITORY,
    env: { ...process.env, ...options.env },
    stdio: ['ignore', 'inherit', 'inherit'],
    signal: options.signal,
    killSignal: 'SIGTERM',
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', resolve);
  });
  if (code !== 0) throw new StartError(`không thành công: ${vi} (exit ${String(code)})`, `failed: ${en}`);
}
