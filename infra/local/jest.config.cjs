// The servers are what is tested here: each test starts its own.
module.exports = require('../../.config/jest.preset.cjs')(__dirname, { globalSetup: undefined, globalTeardown: undefined });
