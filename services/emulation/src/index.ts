export { verifySheetFile } from './compose/verify-sheet-file';
