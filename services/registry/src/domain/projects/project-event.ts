export const PROJECT_EVENTS = [
  'ADJUST_INC',
  'ADJUST_DEC',
  'ADJUST_NAME',
  'ADJUST_OTHER',
  'EXTEND',
  'TRANSFER',
  'START_OPERATION',
  'SUSPEND',
  'RESUME',
  'TERMINATE_VOL',
  'TERMINATE_EXP',
  'TERMINATE_FORCED',
] as const;
export type ProjectEventType = (typeof PROJECT_EVENTS)[number];

export const isProjectEvent = (text: string): text is ProjectEventType => (PROJECT_EVENTS as readonly string[]).includes(text);

/** Events that have no meaning without an amount. */
export const changesCapital = (type: string): boolean => type === 'ADJUST_INC' || type === 'ADJUST_DEC';
