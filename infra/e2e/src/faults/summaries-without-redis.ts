import type { Platform } from '../platform/platform';
import { until } from '../platform/until';
import { loseRedis } from './kills';

const PERIODS = ['', '-H1', '-9M', '-Q1', '-Q2', '-Q3', '-Q4'];

/**
 * Asks for summaries of a board, before and after Redis is killed and has lost its memory, and once more for each.
 * @returns what is wrong: a run that was lost, or was there twice
 */
export async function loseRedisWhileSummariesRun(
  platform: Platform,
  { board, years }: { readonly board: string; readonly years: readonly number[] },
): Promise<string[]> {
  const client = await platform.client('reporting', { subject: 'a.recorder', roles: ['recorder', 'reader'] });
  const periods = years.flatMap((year) => PERIODS.map((part) => `${String(year)}${part}`));
  const ask = async (period: string): Promise<string> => {
    const answer = await client.insist('POST', `/v1/boards/${board}/summary-runs`, { period }, { key: `run-${period}` });
    if (answer.status !== 202) throw new Error(`a run was answered ${String(answer.status)}: ${answer.text}`);
    return answer.headers.get('location') ?? '';
  };
  const wrong: string[] = [];
  const half = Math.ceil(periods.length / 2);
  const before = await Promise.all(periods.slice(0, half).map(ask));
  await loseRedis(platform);
  const locations = [...before, ...(await Promise.all(periods.slice(half).map(ask)))];
  const again = await Promise.all(periods.map(ask));
  if (again.join() !== locations.join()) wrong.push('a repeated request became another run');
  for (const location of locations) {
    await until(async () => ((await client.get(location)).body as { status: string }).status === 'done', {
      what: `${location} to be done`,
      timeoutMs: 60_000,
    });
  }
  const stored = await platform.reportingDb.collection('job_requests').countDocuments({ job: 'summary-run', board });
  if (stored !== periods.length) wrong.push(`${String(periods.length)} runs were asked for, ${String(stored)} are there`);
  return wrong;
}
