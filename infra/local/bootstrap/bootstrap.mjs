import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { buildWorkspaces } from './build.mjs';
import { installPackages } from './install.mjs';
import { checkPrerequisites } from './prerequisites.mjs';
import { BootstrapError } from './say.mjs';

const REPOSITORY = fileURLToPath(new URL('../../..', import.meta.url));

export const START_SETTINGS = { mongo: 'KCN_MONGO_URL', kafka: 'KCN_KAFKA_BROKERS', redis: 'KCN_REDIS_URL' };
export const TEST_SETTINGS = { mongo: 'KCN_TEST_MONGO_URL', kafka: 'KCN_TEST_KAFKA', redis: 'KCN_TEST_REDIS_URL' };

/**
 * From a bare clone to the compiled supervisor: checks what the machine must have, installs, builds. Uses nothing but
 * Node, because on a fresh clone there is nothing else.
 *
 * @param {{ settings?: typeof START_SETTINGS, workspaces?: string[] }} options `workspaces`: build only these and what they need
 * @returns the exports of `infra/local/dist`
 */
export function prepare({ settings, workspaces }) {
  checkPrerequisites({ env: process.env, settings });
  installPackages(REPOSITORY);
  buildWorkspaces(REPOSITORY, workspaces);
  return createRequire(import.meta.url)('../dist/index.js');
}

/** Runs a command of this folder; its number is the exit code; what a person can put right is printed without a stack. */
export async function runMain(main) {
  try {
    process.exitCode = await main(process.argv.slice(2));
  } catch (error) {
    const plain = error instanceof BootstrapError || error?.name === 'StartError';
    console.error(`\n✗ ${plain ? error.message : (error?.stack ?? error)}`);
    process.exitCode = 1;
  }
}
