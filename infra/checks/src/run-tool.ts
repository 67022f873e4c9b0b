import { spawnSync } from 'node:child_process';
import { join, resolve } from 'node:path';

/** The checkout's folder. */
export const REPOSITORY = resolve(__dirname, '../../..');

export interface ToolRun {
  readonly status: number | null;
  readonly stdout: string;
  /** Both streams, for a failing check's message. */
  readonly output: string;
}

/** Runs a development tool of the workspace to its end. */
export function runTool(name: string, args: readonly string[], { cwd = REPOSITORY }: { cwd?: string } = {}): ToolRun {
  const { status, stdout, stderr, error } = spawnSync(join(REPOSITORY, 'node_modules', '.bin', name), args, {
    cwd,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (error) throw error;
  return { status, stdout, output: `${stdout}${stderr}` };
}
