const { resolve } = require('node:path');

/**
 * One jest setup for every workspace: TypeScript is compiled by swc (types are checked by `typecheck`), and the few
 * packages that ship only as ES modules are compiled too, because jest on Node 20 cannot require them (nor do an `import()`,
 * which MongoDB's driver does in one file). Tests that need servers find them in KCN_TEST_*; global setup starts what is
 * missing.
 *
 * @param {string} rootDir the workspace's folder
 * @param {import('jest').Config} [overrides]
 * @returns {import('jest').Config}
 */
module.exports = (rootDir, overrides = {}) => ({
  rootDir,
  testEnvironment: 'node',
  roots: ['<rootDir>/src'],
  testMatch: ['**/*.spec.ts'],
  transform: {
    '^.+\\.(t|j|mj)s$': [
      '@swc/jest',
      { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' }, sourceMaps: 'inline' },
    ],
  },
  // The MongoDB driver loads one module by a dynamic import(), which jest cannot follow unless it is compiled away.
  transformIgnorePatterns: [
    '/node_modules/(?!(jose/|pdfjs-dist/|mongodb/lib/runtime_adapters\\.js$))',
    '/(packages|services|infra)/[^/]+/dist/',
  ],
  testTimeout: 60_000,
  // In `npm test` a handle that a test left open must not hold up everything behind it; in a workspace jest says so.
  forceExit: process.env.KCN_TEST_RESULTS !== undefined,
  globalSetup: resolve(__dirname, '../packages/testkit/jest/start-servers.cjs'),
  globalTeardown: resolve(__dirname, '../packages/testkit/jest/stop-servers.cjs'),
  reporters: ['default', resolve(__dirname, '../packages/testkit/jest/results-reporter.cjs')],
  ...overrides,
});
