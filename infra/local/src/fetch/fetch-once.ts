import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Log } from '../say';
import { both } from '../say';

export interface FetchOnceOptions {
  /** For the progress lines. */
  readonly name: string;
  /** Exists only when complete. */
  readonly folder: string;
  /** Fills an empty folder. */
  readonly fill: (emptyFolder: string) => Promise<void>;
  readonly log: Log;
}

const REPORT_EVERY_MS = 3_000;
const LOOK_EVERY_MS = 200;

/**
 * Makes sure that `folder` exists and is complete. It is filled beside and renamed, so a fetch that is cut off leaves
 * nothing half. Of several runs one fetches and the others wait for it; should two fetch all the same (the first's
 * process died and two took over), the later one throws its copy away.
 */
export async function fetchOnce({ name, folder, fill, log }: FetchOnceOptions): Promise<void> {
  if (existsSync(folder)) return;
  await mkdir(dirname(folder), { recursive: true });
  const release = await takeLock({ name, folder, log });
  if (!release) return;
  const beside = await mkdtemp(`${folder}.part-`);
  log(both(`  ${name}: chưa có, đang tải …`, 'not here yet, fetching …'));
  const startedAtMs = performance.now();
  const reporter = setInterval(() => {
    void folderSize(beside).then((bytes) => {
      const soFar = `${((performance.now() - startedAtMs) / 1_000).toFixed(0)} s${bytes > 0 ? `, ${megabytes(bytes)} MB` : ''}`;
      log(both(`  ${name}: đang tải … ${soFar}`, `fetching … ${soFar}`));
    });
  }, REPORT_EVERY_MS);
  try {
    await fill(beside);
    await rename(beside, folder).catch((error: unknown) => {
      if (!existsSync(folder)) throw error;
    });
  } finally {
    clearInterval(reporter);
    await rm(beside, { recursive: true, force: true });
    await release();
  }
}

/** Undefined: somebody else has completed the folder meanwhile. */
async function takeLock({
  name,
  folder,
  log,
}: Pick<FetchOnceOptions, 'name' | 'folder' | 'log'>): Promise<(() => Promise<void>) | undefined> {
  const lock = `${folder}.lock`;
  let told = false;
  for (;;) {
    if (existsSync(folder)) return undefined;
    try {
      await writeFile(lock, String(process.pid), { flag: 'wx' });
      return () => rm(lock, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const holder = Number(await readFile(lock, 'utf8').catch(() => ''));
    if (holder > 0 && !isAlive(holder)) {
      await rm(lock, { force: true });
      continue;
    }
    if (!told)
      log(
        both(
          `  ${name}: một lần chạy khác (tiến trình ${String(holder)}) đang tải, chờ`,
          `another run (process ${String(holder)}) is fetching it, waiting`,
        ),
      );
    told = true;
    await pause(LOOK_EVERY_MS);
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

async function folderSize(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true }).catch(() => []);
  const sizes = await Promise.all(
    entries.map((entry) =>
      stat(join(folder, entry)).then(
        (found) => (found.isFile() ? found.size : 0),
        () => 0,
      ),
    ),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}

const megabytes = (bytes: number): string => (bytes / 1_000_000).toFixed(0);
