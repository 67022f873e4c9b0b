import { getJson } from '../api/answer';
import { boardPath } from '../api/service-client';
import type { CommandContext } from '../command-context';
import type { ExitCode } from '../exit-code';
import { exitCodes } from '../exit-code';
import { renderTable } from '../output/table';
import { text } from '../output/vietnamese';
import { untilSettled } from '../summary/until-settled';
import { getBoards } from './boards';

interface Check {
  readonly name: string;
  readonly ok: boolean;
  readonly expected?: unknown;
  readonly actual?: unknown;
  readonly detail?: unknown;
}

interface Verification {
  readonly ok: boolean;
  readonly checks: readonly Check[];
}

const cellsOf = ({ name, ok, expected, actual, detail }: Check): string[] => [
  ok ? '✓' : '✗',
  name,
  ok ? text(actual) : `phải là / expected ${text(expected)}, thấy / found ${text(actual)}`,
  detail === undefined || detail === null || detail === '' ? '' : text(detail),
];

/** Has every figure recomputed from the records, and log, topic and projections compared; exit 1 if anything differs. */
export async function verify(
  context: CommandContext,
  options: { readonly board: string | undefined; readonly waitSeconds: number },
): Promise<ExitCode> {
  const { screen, reporting } = context;
  const boards = await getBoards(context, options.board);
  const results: ({ readonly board: string } & Verification)[] = [];
  for (const board of boards) {
    screen.say({ vi: `▸ Tính lại từ các bản ghi: ${board}`, en: 'recomputing from the records' });
    const answer = await untilSettled(screen, options, () => reporting.post(boardPath(board, 'verification'), {}));
    results.push({ board, ...getJson<Verification>(answer) });
  }
  const ok = results.every((result) => result.ok);
  screen.result({
    document: { ok, boards: results },
    human: () =>
      results
        .map(
          (result) =>
            `${result.board}: ${result.ok ? 'khớp / verified' : 'KHÔNG KHỚP / DIFFERS'}\n${renderTable(result.checks.map(cellsOf), { indent: '  ' })}`,
        )
        .join(''),
  });
  return ok ? exitCodes.done : exitCodes.refused;
}
