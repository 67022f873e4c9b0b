import type { LocalizedText } from '@kcn/kernel';
import type { ExitCode } from './exit-code';
import { exitCodes } from './exit-code';

export interface CliErrorOptions extends LocalizedText {
  readonly exitCode: ExitCode;
  readonly code: string;
  /** What `--json` prints; default `{ code, vi, en }`. */
  readonly document?: unknown;
}

/** Ends the command: both texts go to the terminal, the exit code to the shell. */
export class CliError extends Error {
  readonly exitCode: ExitCode;
  readonly code: string;
  readonly vi: string;
  readonly en: string;
  readonly document: unknown;

  constructor({ exitCode, code, vi, en, document }: CliErrorOptions) {
    super(en);
    this.name = 'CliError';
    this.exitCode = exitCode;
    this.code = code;
    this.vi = vi;
    this.en = en;
    this.document = document ?? { code, vi, en };
  }
}

export const usageError = (code: string, texts: LocalizedText): CliError => new CliError({ exitCode: exitCodes.usage, code, ...texts });
