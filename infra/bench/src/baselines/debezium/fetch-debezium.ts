import { existsSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fetchOnce, runCommand } from '@kcn/local';

/** The last release that runs on Java 17 and is in Maven Central as a server distribution. */
const VERSION = '2.7.3.Final';
const ARTIFACT = `io.debezium:debezium-server-dist:${VERSION}:tar.gz`;
const PLUGIN = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1';

export type DebeziumHome = { readonly folder: string } | { readonly missing: string };

/**
 * Debezium Server from Maven Central (about 450 MB, once) in the cache folder. It is only compared with, so a machine that
 * cannot get it does without: the comparison then counts as not measured.
 */
export async function fetchDebezium({
  cache,
  say,
}: {
  readonly cache: string;
  readonly say: (text: string) => void;
}): Promise<DebeziumHome> {
  const folder = join(cache, `debezium-server-${VERSION}`);
  try {
    await fetchOnce({ name: `Debezium Server ${VERSION}`, folder, log: say, fill: fillFolder });
    return { folder };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    say(`Debezium could not be fetched: ${why}`);
    return { missing: 'Debezium could not be fetched' };
  }
}

async function fillFolder(empty: string): Promise<void> {
  const download = join(empty, 'download');
  await runCommand('mvn', ['--quiet', '--batch-mode', `${PLUGIN}:copy`, `-Dartifact=${ARTIFACT}`, `-DoutputDirectory=${download}`]);
  const archive = (await readdir(download)).find((name) => name.endsWith('.tar.gz'));
  if (archive === undefined) throw new Error(`Maven copied no archive of ${ARTIFACT}`);
  await runCommand('tar', ['-xzf', join(download, archive), '-C', empty, '--strip-components=1']);
  await rm(download, { recursive: true });
  if (!existsSync(join(empty, 'lib'))) throw new Error(`the archive of ${ARTIFACT} has no folder lib`);
}
