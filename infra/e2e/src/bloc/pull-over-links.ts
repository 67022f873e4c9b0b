import { readFile } from 'node:fs/promises';
import type { BlocProvinces } from './bloc-provinces';
import { BLOC } from './bloc-provinces';
import type { LinkState } from './link';

interface PulledMember {
  readonly board: string;
  readonly verdict: string | null;
  readonly accepted_revision: number | null;
  readonly detail: { readonly en: string };
}

interface Pulled {
  readonly state: string;
  readonly started_at: string;
  readonly deadline: string;
  readonly members: readonly PulledMember[];
}

export interface PullResult {
  readonly verdicts: ReadonlyMap<string, string | null>;
  readonly revisions: ReadonlyMap<string, number | null>;
  readonly details: ReadonlyMap<string, string>;
  /** From the beginning to when the last of the undisturbed members had its verdict. */
  readonly othersMs: number;
  readonly tookMs: number;
  /** How long after its deadline it ended; negative before. */
  readonly afterDeadlineMs: number;
}

const POLL_MS = 40;

/** A pull with some links made bad, which are whole again afterwards. */
export async function pullWith(
  bloc: BlocProvinces,
  { disturbed, state, deadlineS }: { readonly disturbed: readonly string[]; readonly state: LinkState; readonly deadlineS: number },
): Promise<PullResult> {
  const { leader, members, linkOf } = bloc;
  for (const member of disturbed) linkOf(member).become(state);
  try {
    const startedAt = performance.now();
    const pulling = bloc.ask<Pulled>(leader, 'emulation', 'pull', '--bloc', BLOC, '--deadline', String(deadlineS));
    const ending = new AbortController();
    const ended = pulling.finally(() => ending.abort());
    ended.catch(() => undefined);
    let othersMs = Number.POSITIVE_INFINITY;
    const others = members.filter((member) => !disturbed.includes(member));
    const runs = leader.database.collection<{
      readonly state: string;
      readonly pull: { readonly members: readonly { readonly member: string; readonly phase: string }[] };
    }>('pull_runs');
    while (!ending.signal.aborted && othersMs === Number.POSITIVE_INFINITY) {
      const run = await runs.findOne({ state: 'running' });
      const isDone = (member: string): boolean => run?.pull.members.find((one) => one.member === member)?.phase === 'done';
      if (run && others.every(isDone)) othersMs = performance.now() - startedAt;
      else await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
    const pulled = await ended;
    const tookMs = performance.now() - startedAt;
    return {
      verdicts: new Map(pulled.members.map(({ board, verdict }) => [board, verdict])),
      revisions: new Map(pulled.members.map(({ board, accepted_revision: revision }) => [board, revision])),
      details: new Map(pulled.members.map(({ board, detail }) => [board, detail.en])),
      othersMs: Math.min(othersMs, tookMs),
      tookMs,
      afterDeadlineMs: Date.now() - Date.parse(pulled.deadline),
    };
  } finally {
    for (const member of disturbed) linkOf(member).become({});
  }
}

/** How often a sheet was read at the provinces of these members since a count, by what their logs say. */
export async function countReads(bloc: BlocProvinces, members: readonly string[]): Promise<number> {
  const counts = await Promise.all(
    members.map((member) =>
      bloc.homeOf(member).database.collection('event_log').countDocuments({ board: member, type: 'kcn.emulation.v1.SheetRead' }),
    ),
  );
  return counts.reduce((sum, count) => sum + count, 0);
}

/** Resident memory of a process, MiB. */
export async function residentMib(pid: number): Promise<number> {
  const status = await readFile(`/proc/${String(pid)}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) / 1_024;
}
