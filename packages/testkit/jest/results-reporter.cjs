const { mkdirSync, writeFileSync } = require('node:fs');
const { basename, dirname, join } = require('node:path');

/** For `npm test`: leaves this workspace's counts in the folder KCN_TEST_RESULTS, where they are summed. */
module.exports = class ResultsReporter {
  #rootDir;

  constructor(globalConfig) {
    this.#rootDir = globalConfig.rootDir;
  }

  onRunComplete(_contexts, results) {
    const folder = process.env.KCN_TEST_RESULTS;
    if (!folder) return;
    const tests = results.testResults.flatMap(({ testFilePath, testResults }) =>
      testResults.map(({ status, fullName }) => ({ file: testFilePath, status, fullName })),
    );
    const brokenFiles = results.testResults.filter(({ testExecError }) => testExecError).length;
    const workspace = `${basename(dirname(this.#rootDir))}-${basename(this.#rootDir)}`;
    mkdirSync(folder, { recursive: true });
    writeFileSync(
      join(folder, `${workspace}.json`),
      JSON.stringify({
        workspace,
        passed: tests.filter(({ status }) => status === 'passed').length,
        failed: tests.filter(({ status }) => status === 'failed').length + brokenFiles,
        skipped: tests.filter(({ status }) => status !== 'passed' && status !== 'failed').map(({ fullName }) => fullName),
        onServers: tests.filter(({ file, status }) => status === 'passed' && /\.(int|e2e)\.spec\.ts$/.test(file)).length,
      }),
    );
  }
};
