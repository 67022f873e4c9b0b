/** The files of a bloc's year (FORMATS §1). */
export const BLOC_FILES = ['bloc.json', 'criteria.json', 'bloc-scores.csv', 'ballots.csv'] as const;
export type BlocFileName = (typeof BLOC_FILES)[number];
