import type { Command } from 'commander';
import { CommanderError } from 'commander';
import { createCommandContext } from './command-context';
import type { ExitCode } from './exit-code';
import { exitCodes } from './exit-code';
import { printError } from './output/print-error';
import type { TerminalStream } from './output/terminal-stream';
import { createScreen } from './output/screen';
import { createProgram } from './program';
import type { Environment } from './settings';
import { loadSettings } from './settings';

export interface RunOptions {
  readonly env: Environment;
  readonly stdout: TerminalStream;
  readonly stderr: TerminalStream;
}

function prepare(command: Command, options: RunOptions): void {
  const { stdout, stderr } = options;
  command.exitOverride().configureOutput({ writeOut: (text) => stdout.write(text), writeErr: (text) => stderr.write(text) });
  for (const sub of command.commands) prepare(sub, options);
}

/** Runs one command line, `['summary', '--board', …]`, and gives its exit code; never throws, never ends the process. */
export async function run(args: readonly string[], options: RunOptions): Promise<ExitCode> {
  const { env, stdout, stderr } = options;
  const settings = loadSettings(env);
  let exitCode: ExitCode = exitCodes.done;
  const program = createProgram(async (part, json, command) => {
    const screen = createScreen({ stdout, stderr, json });
    try {
      exitCode = await command(createCommandContext(settings, screen, part));
    } catch (error) {
      exitCode = printError(error, screen);
    }
  });
  prepare(program, options);
  try {
    await program.parseAsync(args, { from: 'user' });
  } catch (error) {
    // Help that was asked for ends with 0; so does nothing else commander throws.
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.done : exitCodes.usage;
    return printError(error, createScreen({ stdout, stderr, json: false }));
  }
  return exitCode;
}
