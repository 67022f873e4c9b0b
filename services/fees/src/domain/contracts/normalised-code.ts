import { searchKey } from '@kcn/vietnam';

/** A code as payers may write it: upper case, no accents, no spaces, no punctuation; `LS-HT-001` → `LSHT001`. */
export const normalisedCode = (code: string): string => searchKey(code).replaceAll(/[^\p{L}\p{N}]/gu, '');
