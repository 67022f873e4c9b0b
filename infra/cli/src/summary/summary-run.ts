import { setTimeout as pause } from 'node:timers/promises';
import type { Answer } from '../api/answer';
import { getJson } from '../api/answer';
import { boardPath } from '../api/service-client';
import { CliError } from '../cli-error';
import type { CommandContext } from '../command-context';
import { exitCodes } from '../exit-code';
import type { WaitOptions } from './until-settled';
import { untilSettled } from './until-settled';

interface SummaryRun {
  readonly id: string;
  readonly status: 'queued' | 'running' | 'done' | 'failed';
  /** Per cent. */
  readonly progress?: number;
  readonly summary?: { readonly sha256: string; readonly href: string };
  readonly error?: { readonly code?: string; readonly vi?: string; readonly en?: string };
}

export interface SummaryRunRequest extends WaitOptions {
  readonly board: string;
  readonly period: string;
  readonly calendar: string | undefined;
  readonly breakdown: string | undefined;
}

const POLL_MS = 300;

const failed = (run: SummaryRun): CliError =>
  new CliError({
    exitCode: exitCodes.refused,
    code: run.error?.code ?? 'summary_run_failed',
    vi: run.error?.vi ?? `Lượt tổng hợp ${run.id} không thành công`,
    en: run.error?.en ?? `Summary run ${run.id} failed`,
    document: run,
  });

/** Has the summary made by the job, shows how far it is, and answers with the summary that came out. */
export async function runSummary({ reporting, screen }: CommandContext, request: SummaryRunRequest): Promise<Answer> {
  const { board, period, calendar, breakdown } = request;
  const runs = boardPath(board, 'summary-runs');
  const started = await untilSettled(screen, request, () =>
    reporting.post(runs, { period, ...(calendar === undefined ? {} : { calendar }) }),
  );
  let run = getJson<SummaryRun>(started);
  const progress = screen.progress(`Tổng hợp ${period}`);
  try {
    while (run.status === 'queued' || run.status === 'running') {
      progress.update(run.progress ?? 0, 100);
      await pause(POLL_MS);
      run = getJson<SummaryRun>(await reporting.get(started.headers.get('location') ?? `${runs}/${encodeURIComponent(run.id)}`));
    }
  } finally {
    progress.stop();
  }
  if (run.status === 'failed') throw failed(run);
  const { summary } = run;
  const href = summary?.href ?? boardPath(board, 'summaries', period);
  return untilSettled(screen, request, () => reporting.get(href, { calendar, breakdown }));
}
