import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Log } from '../say';
import { StartError } from '../say';
import { fetchOnce } from './fetch-once';
import type { JarsPin } from './pins';
import { runCommand } from './run-command';

/**
 * Artifacts and everything they depend on, fetched by Maven into the cache folder.
 * @returns the folder with the jars
 * @throws StartError when Maven fails
 */
export async function fetchJars({ name, pin, cache, log }: { name: string; pin: JarsPin; cache: string; log: Log }): Promise<string> {
  const folder = join(cache, pin.folder);
  await fetchOnce({ name, folder, log, fill: (empty) => fill(pin, empty) });
  return join(folder, 'libs');
}

async function fill(pin: JarsPin, folder: string): Promise<void> {
  const pom = join(folder, 'pom.xml');
  await writeFile(pom, pomOf(pin.artifacts));
  const goal = `${pin.plugin}:copy-dependencies`;
  await runCommand('mvn', [
    '--quiet',
    '--batch-mode',
    '--file',
    pom,
    goal,
    `-DoutputDirectory=${join(folder, 'libs')}`,
    '-DincludeScope=runtime',
  ]).catch((error: unknown) => {
    throw new StartError(
      `không tải được ${pin.artifacts.join(', ')} bằng Maven`,
      `Maven could not fetch ${pin.artifacts.join(', ')}: ${error instanceof Error ? error.message : String(error)}`,
      { cause: error },
    );
  });
  await rm(pom);
}

function pomOf(artifacts: readonly string[]): string {
  const dependencies = artifacts.map((artifact) => {
    const [group = '', name = '', version = ''] = artifact.split(':');
    return `    <dependency><groupId>${group}</groupId><artifactId>${name}</artifactId><version>${version}</version></dependency>`;
  });
  return `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>kcn</groupId><artifactId>servers</artifactId><version>1</version>
  <dependencies>
${dependencies.join('\n')}
  </dependencies>
</project>
`;
}
