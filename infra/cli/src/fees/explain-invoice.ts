import { getJson } from '../api/answer';
import { boardPath } from '../api/service-client';
import type { CommandContext } from '../command-context';
import type { ExitCode } from '../exit-code';
import { exitCodes } from '../exit-code';

interface Explanation {
  readonly code: string;
  readonly number: number;
  readonly symbol: string;
  readonly steps: readonly { readonly vi: string; readonly en: string }[];
}

/** The way from quantity and price to an invoice's total, a step a line. */
export async function explainInvoice(
  { screen, fees }: CommandContext,
  { board, invoice }: { readonly board: string; readonly invoice: string },
): Promise<ExitCode> {
  const answer = await fees.get(boardPath(board, 'invoices', invoice, 'explanation'));
  const { code, number: no, symbol, steps } = getJson<Explanation>(answer);
  const human = (): string =>
    `${[code, symbol, `số ${String(no)}`].filter((part) => part !== '').join(' · ')}\n${steps.map(({ vi, en }) => `  ${vi}\n    ${en}\n`).join('')}`;
  screen.result({ document: answer.bytes, human });
  return exitCodes.done;
}
