/** Words that organisations choose between; all of them are correct. */
export interface WordChoice {
  /** A zero between hundreds and ones: `một trăm linh năm` in the north, `một trăm lẻ năm` in the south. */
  readonly zeroTens: 'linh' | 'lẻ';
  readonly thousand: 'nghìn' | 'ngàn';
  /** 4 after a ten above the first: `hai mươi tư` or `hai mươi bốn`. */
  readonly four: 'tư' | 'bốn';
  /** 5 after a ten above the first: `hai mươi lăm` or, as some write, `hai mươi nhăm`. */
  readonly five: 'lăm' | 'nhăm';
}

export const DEFAULT_WORDS: WordChoice = { zeroTens: 'linh', thousand: 'nghìn', four: 'tư', five: 'lăm' };
