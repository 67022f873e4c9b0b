export { compose } from './compose';
export { verifySheetFile } from './compose/verify-sheet-file';
export { loadConfig } from './config';
