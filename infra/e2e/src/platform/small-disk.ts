import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, open, rm, statfs, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { DATA_FOLDER } from '@kcn/local';

const run = promisify(execFile);
const MIB = 1024 * 1024;

/** A disk of a test's own (a tmpfs; mounting it needs root). */
export interface SmallDisk {
  /** On it, and whoever keeps data there may remove it. */
  readonly folder: string;
  freeMib(): Promise<number>;
  /** Leaves only so much of it free. */
  fill(options: { readonly leaveMib: number }): Promise<void>;
  /** Gives back what `fill` took. */
  free(): Promise<void>;
  unmount(): Promise<void>;
}

/** @throws Error where this machine does not let us mount */
export async function mountSmallDisk({ sizeMib }: { readonly sizeMib: number }): Promise<SmallDisk> {
  await mkdir(DATA_FOLDER, { recursive: true });
  const folder = await mkdtemp(join(DATA_FOLDER, 'disk-'));
  const ballast = join(folder, 'ballast');
  await run('mount', ['-t', 'tmpfs', '-o', `size=${String(sizeMib)}m`, 'tmpfs', folder]);
  const data = join(folder, 'data');
  await mkdir(data);
  const freeMib = async (): Promise<number> => {
    const { bavail, bsize } = await statfs(folder);
    return (bavail * bsize) / MIB;
  };
  return {
    folder: data,
    freeMib,
    async fill({ leaveMib }) {
      const file = await open(ballast, 'w');
      try {
        const block = Buffer.alloc(MIB, 1);
        while ((await freeMib()) > leaveMib) await file.write(block);
      } finally {
        await file.close();
      }
    },
    free: () => unlink(ballast),
    async unmount() {
      await run('umount', ['-l', folder]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}
