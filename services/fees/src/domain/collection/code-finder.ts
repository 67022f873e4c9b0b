/** How many first characters of a code lead to it; shorter codes are looked up by their whole. */
const LEAD = 4;

/** Codes that a text may name, each with what it stands for. */
export interface CodeFinder<T> {
  /** The code is normalised already. A second meaning of one code replaces the first. */
  add: (code: string, meaning: T) => void;
  /**
   * What a normalised text names, in order of appearance. At each position the longest code that counts is taken, and
   * its characters belong to no other.
   * @param isMeant leaves codes out that do not count now; they hide nothing
   */
  find: (text: string, isMeant?: (meaning: T) => boolean) => T[];
  /** Whatever occurs anywhere in a normalised text, hidden by a longer code or not; each once. */
  occurring: (text: string) => Set<T>;
}

/**
 * Finds codes in a text without word boundaries. The work grows with the text alone, not with the number of codes: the
 * first characters at a position tell which lengths are worth a look.
 */
export function createCodeFinder<T>(): CodeFinder<T> {
  const meanings = new Map<string, T>();
  /** Lengths of the codes that begin so, longest first. */
  const lengthsByLead = new Map<string, number[]>();
  /** Lengths below LEAD that occur, longest first. */
  const shortLengths: number[] = [];

  const note = (lengths: number[], length: number): void => {
    if (lengths.includes(length)) return;
    lengths.push(length);
    lengths.sort((a, b) => b - a);
  };

  const add = (code: string, meaning: T): void => {
    if (code === '') return;
    meanings.set(code, meaning);
    if (code.length < LEAD) {
      note(shortLengths, code.length);
      return;
    }
    const lead = code.slice(0, LEAD);
    const lengths = lengthsByLead.get(lead);
    if (lengths) note(lengths, code.length);
    else lengthsByLead.set(lead, [code.length]);
  };

  const find = (text: string, isMeant: (meaning: T) => boolean = () => true): T[] => {
    const found: T[] = [];
    const longestAt = (lengths: readonly number[], at: number): number => {
      for (const length of lengths) {
        if (at + length > text.length) continue;
        const meaning = meanings.get(text.slice(at, at + length));
        if (meaning !== undefined && isMeant(meaning)) {
          found.push(meaning);
          return length;
        }
      }
      return 0;
    };
    for (let at = 0; at < text.length; ) {
      const lengths = at + LEAD <= text.length ? lengthsByLead.get(text.slice(at, at + LEAD)) : undefined;
      const length = (lengths ? longestAt(lengths, at) : 0) || longestAt(shortLengths, at);
      at += length || 1;
    }
    return found;
  };

  const occurring = (text: string): Set<T> => {
    const found = new Set<T>();
    const noteAt = (lengths: readonly number[], at: number): void => {
      for (const length of lengths) {
        const meaning = at + length <= text.length ? meanings.get(text.slice(at, at + length)) : undefined;
        if (meaning !== undefined) found.add(meaning);
      }
    };
    for (let at = 0; at < text.length; at += 1) {
      noteAt(lengthsByLead.get(text.slice(at, at + LEAD)) ?? [], at);
      noteAt(shortLengths, at);
    }
    return found;
  };

  return { add, find, occurring };
}
