import { spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';

let taskset: boolean | undefined;

/**
 * A command that runs node on one core only, so that server and client do not take each other's; as it is where there is
 * only one core or no taskset.
 */
export function pinnedNode(core: number, args: readonly string[]): { readonly command: string; readonly args: readonly string[] } {
  taskset ??= availableParallelism() > 1 && spawnSync('taskset', ['--version']).status === 0;
  return taskset ? { command: 'taskset', args: ['-c', core.toString(), process.execPath, ...args] } : { command: process.execPath, args };
}
