import type { Query } from '../api/service-client';
import type { CommandContext } from '../command-context';
import type { ExitCode } from '../exit-code';
import { exitCodes } from '../exit-code';
import { saveDocument } from '../output/save-document';

/** Fetches a document as it is printed, and writes it to a file. */
export async function fetchDocument(
  { screen, fees }: CommandContext,
  { path, query, out }: { readonly path: string; readonly query: Query; readonly out: string },
): Promise<ExitCode> {
  await saveDocument(screen, await fees.get(path, query), out);
  return exitCodes.done;
}
