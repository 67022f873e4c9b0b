export { compose } from './compose';
export * from './compose/key-files';
export { verifySheetFile } from './compose/verify-sheet-file';
export { loadConfig } from './config';
