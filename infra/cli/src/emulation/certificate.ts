import type { CommandContext } from '../command-context';
import type { ExitCode } from '../exit-code';
import { exitCodes } from '../exit-code';
import { saveDocument } from '../output/save-document';

export interface PrintChoice {
  readonly out: string;
  readonly format: string;
}

/** The certificate of the award with this code, however the code is typed. */
export async function certificate(
  { emulation, screen }: CommandContext,
  { code, out, format }: PrintChoice & { readonly code: string },
): Promise<ExitCode> {
  await saveDocument(screen, await emulation.get(`/v1/awards/${encodeURIComponent(code)}/certificate`, { format }), out);
  return exitCodes.done;
}
