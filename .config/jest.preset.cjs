/**
 * One jest setup for every workspace: TypeScript is compiled by swc (types are checked by `typecheck`), and the few
 * packages that ship only as ES modules are compiled too, because jest on Node 20 cannot require them.
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
  transformIgnorePatterns: ['/node_modules/(?!(jose)/)', '/dist/'],
  testTimeout: 60_000,
  ...overrides,
});
