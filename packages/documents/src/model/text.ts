/** A stretch of text in one face. Text only: nothing in it is read as markup. */
export interface Run {
  readonly text: string;
  readonly bold?: boolean;
  readonly italic?: boolean;
}

/** Text within a line: a plain string, or stretches in several faces that follow each other without a gap. */
export type Inline = string | readonly Run[];

export type Alignment = 'left' | 'center' | 'right' | 'justify';

export const runsOf = (text: Inline): readonly Run[] => (typeof text === 'string' ? [{ text }] : text);
