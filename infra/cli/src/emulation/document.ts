import type { CommandContext } from '../command-context';
import type { ExitCode } from '../exit-code';
import { exitCodes } from '../exit-code';
import { saveDocument } from '../output/save-document';
import { untilSettled } from '../summary/until-settled';
import type { PrintChoice } from './certificate';
import { blocPath, getBloc } from './find-bloc';
import type { ResultOptions } from './score';

/** A paper of a bloc's year: of the frozen ranking, else a draft. */
export async function document(
  context: CommandContext,
  { kind, out, format, ...options }: ResultOptions & PrintChoice & { readonly kind: string },
): Promise<ExitCode> {
  const { emulation, screen } = context;
  const bloc = await getBloc(context, options);
  const ask = () => emulation.get(blocPath(bloc, 'documents', kind), { format, as_of: options.asOf });
  await saveDocument(screen, await untilSettled(screen, options, ask), out);
  return exitCodes.done;
}
