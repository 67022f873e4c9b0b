// Each file starts servers of its own, because it kills them.
module.exports = require('../../.config/jest.preset.cjs')(__dirname, { globalSetup: undefined, globalTeardown: undefined, maxWorkers: 1 });
