const { readdirSync } = require('node:fs');
const { join } = require('node:path');

const NEEDS_SERVERS = /\.(int|e2e)\.spec\.ts$/;

/**
 * jest's globalSetup of every workspace: when a test that is about to run needs servers and KCN_TEST_* does not say where
 * they are, starts what is missing once for the whole run. `npm test` gives the addresses, so nothing is started then.
 */
module.exports = async (globalConfig, projectConfig) => {
  if (!aboutToRun(globalConfig, projectConfig).some((file) => NEEDS_SERVERS.test(file))) return;
  const { startThrowawayServers, testAddresses, testServersEnv } = require('@kcn/local');
  const addresses = testAddresses(process.env);
  if (addresses.mongo && addresses.kafka && addresses.redis) return;
  const servers = await startThrowawayServers({ env: process.env, addresses, log: (line) => process.stderr.write(`${line}\n`) });
  Object.assign(process.env, testServersEnv(servers));
  globalThis.kcnTestServers = servers;
};

function aboutToRun(globalConfig, projectConfig) {
  const files = projectConfig.roots.flatMap((root) => readdirSync(root, { recursive: true }).map((file) => join(root, file)));
  const patterns = (globalConfig.testPathPatterns?.patterns ?? []).map((pattern) => new RegExp(pattern, 'i'));
  return patterns.length === 0 ? files : files.filter((file) => patterns.some((pattern) => pattern.test(file)));
}
