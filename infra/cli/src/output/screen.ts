import type { LocalizedText } from '@kcn/kernel';
import type { Progress } from './progress';
import { createProgress } from './progress';
import type { TerminalStream } from './terminal-stream';

/** Where a command writes: results to stdout, everything else to stderr. */
export interface Screen {
  /** `--json`: stdout carries one JSON document and nothing else. */
  readonly json: boolean;
  /** The result, once per command: `document` with --json, `human` otherwise. Bytes go out unchanged. */
  result(result: { document: unknown; human: () => string }): void;
  /** A message on the way. */
  say(message: LocalizedText): void;
  /** Text for people on stderr as it is. */
  detail(text: string): void;
  progress(label: string): Progress;
}

export function createScreen({ stdout, stderr, json }: { stdout: TerminalStream; stderr: TerminalStream; json: boolean }): Screen {
  return {
    json,
    result: ({ document, human }) => {
      if (!json) stdout.write(human());
      else if (document instanceof Uint8Array) stdout.write(document);
      else stdout.write(`${JSON.stringify(document, null, 1)}\n`);
    },
    say: ({ vi, en }) => {
      stderr.write(`${vi} / ${en}\n`);
    },
    detail: (text) => {
      stderr.write(text);
    },
    progress: (label) => createProgress(stderr, label),
  };
}
