import type { ApiClient } from './api-client';
import type { SampleSummary } from './demo-set';
import { until } from './until';

/** The summary once everything recorded so far is settled; with the bytes as they came. */
export function settledSummary(
  client: ApiClient,
  board: string,
  period: string,
  { asOf, timeoutMs = 120_000 }: { asOf?: string; timeoutMs?: number } = {},
): Promise<SummaryAnswer> {
  const query = asOf === undefined ? '' : `?as_of=${encodeURIComponent(asOf)}`;
  return until(
    async () => {
      const answer = await client.get(`/v1/boards/${board}/summaries/${period}${query}`);
      if (answer.status !== 200) throw new Error(`summary was answered ${String(answer.status)}: ${answer.text.slice(0, 300)}`);
      const summary = answer.body as SampleSummary & { meta: SummaryMeta };
      // Without the registry's word the summary may lack what was just recorded.
      return summary.meta.as_of === null ? undefined : { bytes: answer.text, summary, meta: summary.meta };
    },
    { what: `a settled summary of ${board} ${period}`, timeoutMs, everyMs: 100 },
  );
}

export interface SummaryMeta {
  readonly as_of: string | null;
  readonly positions: Readonly<Record<string, number | string>>;
}

export interface SummaryAnswer {
  readonly bytes: string;
  readonly summary: SampleSummary;
  readonly meta: SummaryMeta;
}
