import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import type { Environment } from '../places';

/** A program on PATH. */
export async function findOnPath(name: string, env: Environment): Promise<string | undefined> {
  for (const folder of (env['PATH'] ?? '').split(delimiter)) {
    const path = join(folder, name);
    const found =
      folder !== '' &&
      (await access(path, constants.X_OK).then(
        () => true,
        () => false,
      ));
    if (found) return path;
  }
  return undefined;
}

/** The first `1.2.3` of a text. */
export const findVersion = (text: string): string | undefined => /\d+\.\d+(\.\d+)?/.exec(text)?.[0];

/** Whether `6.10.2` is at least `6.2`, number by number. */
export function isAtLeast(version: string, least: string): boolean {
  const [have, need] = [version, least].map((text) => text.split('.').map(Number));
  for (const [index, wanted] of (need ?? []).entries()) {
    const found = have?.[index] ?? 0;
    if (found !== wanted) return found > wanted;
  }
  return true;
}
