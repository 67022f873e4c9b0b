import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { runCommand } from '../fetch/run-command';
import { StartError } from '../say';

/** A process for good: numbers are used again, a number together with its start time is not. */
interface Identity {
  readonly pid: number;
  readonly started?: string;
}

interface Note extends Identity {
  /** Who started it and ends it. */
  readonly startedBy: Identity;
}

async function findStartTime(pid: number): Promise<string | undefined> {
  try {
    const stat = await readFile(`/proc/${String(pid)}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    // A process whose first thread has ended holds its ports until the last one has.
    const isGone = fields[0] === 'Z' && (await readdir(`/proc/${String(pid)}/task`)).length <= 1;
    return isGone ? undefined : fields[19];
  } catch {
    if (process.platform === 'linux') return undefined;
    return (await runCommand('ps', ['-o', 'lstart=', '-p', String(pid)]).catch(() => '')).trim() || undefined;
  }
}

async function identify(pid: number): Promise<Identity> {
  const started = await findStartTime(pid);
  return { pid, ...(started === undefined ? {} : { started }) };
}

const isRunning = async ({ pid, started }: Identity): Promise<boolean> => started !== undefined && (await findStartTime(pid)) === started;

/** Notes a process that was started here, so that a start after a cut-off one can end it. */
export async function notePid(file: string, pid: number): Promise<void> {
  const note: Note = { ...(await identify(pid)), startedBy: await identify(process.pid) };
  await writeFile(file, JSON.stringify(note));
}

/**
 * Ends the noted process if it still runs although its starter does not.
 * @returns its number if there was one
 * @throws StartError when its starter runs too: the data folder is in use
 */
export async function endLeftBehind(file: string, graceMs = 20_000): Promise<number | undefined> {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const note = JSON.parse(text) as Note;
  const was = await isRunning(note);
  if (was && note.startedBy.pid !== process.pid && (await isRunning(note.startedBy))) {
    const starter = String(note.startedBy.pid);
    throw new StartError(
      `đang chạy rồi (tiến trình ${starter}); hãy dừng nó trước`,
      `it runs already (process ${starter}); end that first`,
    );
  }
  const deadline = performance.now() + graceMs;
  if (was) sendSignal(note.pid, 'SIGTERM');
  while (await isRunning(note)) {
    if (performance.now() > deadline) sendSignal(note.pid, 'SIGKILL');
    await pause(50);
  }
  await rm(file, { force: true });
  return was ? note.pid : undefined;
}

/** It may end by itself at any moment. */
function sendSignal(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
