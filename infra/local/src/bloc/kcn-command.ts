import { runCommand } from '../fetch/run-command';
import { REPOSITORY } from '../places';
import { StartError } from '../say';

/**
 * Runs the platform's own command line.
 * @param env KCN_EMULATION_URL and so on, of one province
 * @returns what it printed
 * @throws StartError with that when it does not exit 0
 */
export async function runKcn(args: readonly string[], env: Readonly<Record<string, string>>): Promise<string> {
  try {
    return await runCommand(process.execPath, ['infra/cli/kcn.mjs', ...args], { cwd: REPOSITORY, env });
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    throw new StartError(`không thành công: kcn ${args.join(' ')}`, said, { cause: error });
  }
}
