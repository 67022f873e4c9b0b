import type { Command, Option } from 'commander';
import type { CommandContext } from './command-context';
import type { ExitCode } from './exit-code';
import { jsonOption } from './options';
import type { Part } from './token/access';

/** Runs one command as the given part and notes its exit code. */
export type Perform = (part: Part, json: boolean, command: (context: CommandContext) => Promise<ExitCode>) => Promise<void>;

/** Options as commander gives them: what is not there is absent. */
export type Optional<T> = { readonly [K in keyof T]?: T[K] | undefined };

/** Adds a command with its options and `--json`. */
export type AddCommand = (name: string, description: string, options: readonly Option[]) => Command;

/** Sub-commands inherit what their parent is set to only when made through it. */
export const adderOf =
  (parent: Command): AddCommand =>
  (name, description, options) => {
    const made = parent.command(name).description(description);
    for (const option of [...options, jsonOption()]) made.addOption(option);
    return made;
  };
