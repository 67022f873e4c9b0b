import type { ProjectEventType } from './project-event';

export type ProjectState = 'registered' | 'operating' | 'suspended' | 'terminated';

const ADJUSTMENTS = ['ADJUST_INC', 'ADJUST_DEC', 'ADJUST_NAME', 'ADJUST_OTHER', 'EXTEND', 'TRANSFER'] as const;
const TERMINATIONS = ['TERMINATE_VOL', 'TERMINATE_EXP', 'TERMINATE_FORCED'] as const;

/** What may happen to a project in each state. The only place where that is said. */
export const ALLOWED_ACTIONS = {
  registered: [...ADJUSTMENTS, 'START_OPERATION', 'SUSPEND', ...TERMINATIONS],
  operating: [...ADJUSTMENTS, 'SUSPEND', ...TERMINATIONS],
  suspended: [...ADJUSTMENTS, 'RESUME', ...TERMINATIONS],
  terminated: [],
} as const satisfies Record<ProjectState, readonly ProjectEventType[]>;

export const STATE_NAMES_VI: Readonly<Record<ProjectState, string>> = {
  registered: 'đã đăng ký, chưa hoạt động',
  operating: 'đang hoạt động',
  suspended: 'tạm ngừng',
  terminated: 'đã chấm dứt',
};

export const allowedActions = (state: ProjectState): readonly ProjectEventType[] => ALLOWED_ACTIONS[state];

/** Where a project stands after the events so far. */
export interface ProjectLife {
  readonly state: ProjectState;
  /** Whether it ever started to operate: what RESUME goes back to. */
  readonly started: boolean;
  /** In the currency's smallest part, increases and decreases counted in. */
  readonly registeredAmount: bigint;
}

export const beginProject = (registeredAmount: bigint): ProjectLife => ({ state: 'registered', started: false, registeredAmount });

/** The life after an event that was allowed. */
export function evolve(life: ProjectLife, type: ProjectEventType, amount: bigint): ProjectLife {
  switch (type) {
    case 'ADJUST_INC':
      return { ...life, registeredAmount: life.registeredAmount + amount };
    case 'ADJUST_DEC':
      return { ...life, registeredAmount: life.registeredAmount - amount };
    case 'START_OPERATION':
      return { ...life, state: 'operating', started: true };
    case 'SUSPEND':
      return { ...life, state: 'suspended' };
    case 'RESUME':
      return { ...life, state: life.started ? 'operating' : 'registered' };
    case 'TERMINATE_VOL':
    case 'TERMINATE_EXP':
    case 'TERMINATE_FORCED':
      return { ...life, state: 'terminated' };
    case 'ADJUST_NAME':
    case 'ADJUST_OTHER':
    case 'EXTEND':
    case 'TRANSFER':
      return life;
  }
}
