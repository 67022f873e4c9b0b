/** Prints a line of progress. */
export type Log = (line: string) => void;

/** One message in both languages, Vietnamese first. */
export const both = (vi: string, en: string): string => `${vi} / ${en}`;

/** What the person at the terminal can put right; printed without a stack. */
export class StartError extends Error {
  override readonly name = 'StartError';
  constructor(vi: string, en: string, options?: ErrorOptions) {
    super(both(vi, en), options);
  }
}
