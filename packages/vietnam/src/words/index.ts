export * from './amount-words';
export * from './number-words';
export type { WordChoice } from './word-choice';
