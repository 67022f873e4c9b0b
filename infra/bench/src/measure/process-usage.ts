import { readFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';

const KIB_PER_MIB = 1024;
/** USER_HZ, the unit of /proc/PID/stat; 100 on every Linux that Node runs on. */
const TICKS_PER_SECOND = 100;

/** Resident memory of a process in MiB, from /proc. */
export async function residentMib(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid.toString()}/status`, 'utf8');
  const kib = /^VmRSS:\s+(\d+) kB/m.exec(status)?.[1];
  if (kib === undefined) throw new Error(`no VmRSS of process ${pid.toString()}`);
  return Number(kib) / KIB_PER_MIB;
}

async function cpuTicks(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid.toString()}/stat`, 'utf8');
  // Fields are counted after the command's closing bracket, since the command may hold blanks: utime is 14th, stime 15th.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return Number(fields[11]) + Number(fields[12]);
}

/** Share of one core, in percent, that a process uses over the next `overMs`. */
export async function cpuPercent(pid: number, overMs: number): Promise<number> {
  const before = await cpuTicks(pid);
  const startedAt = performance.now();
  await pause(overMs);
  const after = await cpuTicks(pid);
  const seconds = (performance.now() - startedAt) / 1000;
  return ((after - before) / TICKS_PER_SECOND / seconds) * 100;
}
