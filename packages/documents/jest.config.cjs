// The reader of PDF files that the specs use is an ES module.
module.exports = require('../../.config/jest.preset.cjs')(__dirname, {
  transformIgnorePatterns: ['/node_modules/(?!pdfjs-dist/)', '/(packages|services|infra)/[^/]+/dist/'],
});
