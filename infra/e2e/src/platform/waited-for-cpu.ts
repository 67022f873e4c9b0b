import { readFile } from 'node:fs/promises';

/** What became of a process's (its main thread's) wish to run over some time. */
export interface ProcessorTime {
  /** It was ready and had no processor because others had them, ms: so much quicker it would be on a machine of its own. */
  readonly waitedMs: number;
  /** The part of the time it wanted to run in which it ran; 1 when nobody was in its way. */
  readonly share: number;
}

async function readSchedule(pid: number | undefined): Promise<{ ranMs: number; waitedMs: number }> {
  // "time on a processor, time waiting for one, times on a processor", in nanoseconds; nothing where the system does not tell.
  const text = pid === undefined ? '' : await readFile(`/proc/${String(pid)}/schedstat`, 'utf8').catch(() => '');
  const [ranNs, waitedNs] = text.split(' ').map(Number);
  return { ranMs: (ranNs ?? 0) / 1e6, waitedMs: (waitedNs ?? 0) / 1e6 };
}

/** Begins to watch a process. @returns what it got since, for as long as it lives */
export async function watchProcessor(pid: number | undefined): Promise<() => Promise<ProcessorTime>> {
  const from = await readSchedule(pid);
  return async () => {
    const to = await readSchedule(pid);
    const [ranMs, waitedMs] = [Math.max(0, to.ranMs - from.ranMs), Math.max(0, to.waitedMs - from.waitedMs)];
    return { waitedMs, share: ranMs + waitedMs === 0 ? 1 : ranMs / (ranMs + waitedMs) };
  };
}
