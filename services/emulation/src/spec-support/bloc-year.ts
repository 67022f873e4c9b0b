import type { Role } from '@kcn/kernel';
import { BLOC_FILES } from '../application/bloc/file-names';
import { readSample, sampleBloc } from './bloc-sample';
import { sampleFigures } from './figures-server';
import { startEmulation } from './start-emulation';
import type { Answer, TestEmulation } from './start-emulation';

export const LEADER = 'hai-duong';
export const DEPUTY = 'quang-ninh';
const APPROVER: readonly Role[] = ['approver'];
/** Every date of the sample lies in the past. */
export const LATE = 'năm 2019 được chạy lại';

/** A year of the sample's bloc with all its members in one deployment, each acting under its own board. */
export interface BlocYearWorld {
  readonly emulation: TestEmulation;
  readonly members: readonly string[];
  get(board: string, path: string): Promise<Answer>;
  post(
    board: string,
    path: string,
    body?: object,
    options?: { readonly sub?: string; readonly roles?: readonly Role[]; readonly boards?: readonly string[] },
  ): Promise<Answer>;
  /** As somebody who may know all boards, under the leader's. */
  asLeader(path: string, body: object): Promise<Answer>;
  /** Takes steps of the year, late ones with a reason. */
  step(action: string, output?: Readonly<Record<string, string>>): Promise<Answer>;
  /** Up to where the scores can be frozen. */
  runToCrossChecked(): Promise<void>;
}

export async function startBlocYear(change: Readonly<Record<string, unknown>> = {}): Promise<BlocYearWorld> {
  const emulation = await startEmulation();
  const members = sampleBloc().members.map(({ id }) => id);
  for (const id of members) emulation.figures.set(id, sampleFigures(id));
  const files = Object.fromEntries(BLOC_FILES.map((name) => [name, readSample(name)]));
  const bloc = JSON.stringify({ ...(JSON.parse(readSample('bloc.json')) as object), ...change });
  const loaded = await emulation.load(LEADER, { ...files, 'bloc.json': bloc });
  if (loaded.status !== 201) throw new Error(loaded.text);
  const pathOf = (board: string, path: string): string => `/v1/boards/${board}/blocs/bloc-red-river-delta/years/2019/${path}`;
  const post: BlocYearWorld['post'] = (board, path, body = {}, { sub = `head of ${board}`, roles = APPROVER, boards = [board] } = {}) =>
    emulation.call('POST', pathOf(board, path), { as: { sub, boards: [...boards], roles: [...roles] }, body });
  const asLeader: BlocYearWorld['asLeader'] = (path, body) =>
    emulation.call('POST', pathOf(LEADER, path), { as: { sub: `head of ${LEADER}`, roles: ['approver'] }, body });
  const step: BlocYearWorld['step'] = (action, output) =>
    post(LEADER, 'cycle/steps', { action, reason: LATE, ...(output ? { output } : {}) });
  return {
    ...{ emulation, members, post, asLeader, step },
    get: (board, path) =>
      emulation.call('GET', pathOf(board, path), { as: { sub: `reader of ${board}`, boards: [board], roles: ['reader'] } }),
    async runToCrossChecked() {
      for (const action of ['sign-pledge', 'close-registration', 'launch', 'close-self-score', 'close-cross-check']) {
        const taken = await step(action);
        if (taken.status !== 200) throw new Error(taken.text);
      }
    },
  };
}
