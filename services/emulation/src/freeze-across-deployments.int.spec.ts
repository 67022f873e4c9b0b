import { createPeerClient } from './adapters/grpc-peers/peer-client';
import type { BlocDeployments } from './spec-support/bloc-deployments';
import { LEADER, pathOf, PROVINCES, startBlocDeployments } from './spec-support/bloc-deployments';
import { sampleBloc } from './spec-support/bloc-sample';

/** Three deployments take their time on a busy machine. */
jest.setTimeout(240_000);

const bloc = sampleBloc();
const members = bloc.members.map(({ id }) => id);
const MISSING = 'ha-nam';
let deployments: BlocDeployments;

const post = (board: string, path: string, body: object) =>
  deployments
    .homeOf(board)
    .call('POST', pathOf(board, path), { as: { sub: `head of ${board}`, boards: [board], roles: ['approver'] }, body });
const get = (board: string, path: string) =>
  deployments.homeOf(board).call('GET', pathOf(board, path), { as: { sub: 'r', boards: [board], roles: ['reader'] } });

/** What a board's deployment is answered when it asks another's for its sheet. */
async function ask(reader: string, member: string): Promise<'answered' | 'nothing'> {
  const tls = await deployments.authority.issue(reader);
  const [host = ''] = Object.values(PROVINCES).find((hosted) => hosted.some((one) => one === member)) ?? [];
  const client = createPeerClient({ tls, addresses: new Map([[member, { address: deployments.linkOf(member).address, name: host }]]) });
  const question = { bloc: bloc.id, year: 2019, since: 0, timeoutMs: 5_000, member, signal: new AbortController().signal };
  return 'kind' in (await client.askForSheets(question)) ? 'nothing' : 'answered';
}

beforeAll(async () => {
  deployments = await startBlocDeployments();
  await deployments.pin();
  for (const member of members) if (member !== MISSING) await deployments.sign(member);
  const { missing } = await deployments.pull(60);
  expect(missing).toEqual([MISSING]);
  for (const action of ['sign-pledge', 'close-registration', 'launch', 'close-self-score', 'close-cross-check'])
    expect((await post(LEADER, 'cycle/steps', { action, reason: 'năm 2019 được chạy lại' })).status).toBe(200);
});
afterAll(() => deployments.stop());

it('ranked by sheets, the year is frozen without a member for the leader’s reason alone', async () => {
  const refused = await post(LEADER, 'frozen-rankings', {});
  expect(refused).toMatchObject({ status: 409, body: { code: 'freeze_blocked' } });
  expect(refused.body.errors).toHaveLength(1);
  expect(await ask('quang-ninh', 'ha-noi')).toBe('answered');
  const frozen = await post(LEADER, 'frozen-rankings', { reasons: { [MISSING]: 'không liên lạc được' } });
  expect(frozen).toMatchObject({ status: 201, body: { revision: 1, missing: [MISSING] } });
});

it('the freeze ends the readers’ duty where the bloc is led, and elsewhere once the member has noted it', async () => {
  expect(await ask('quang-ninh', 'ha-noi')).toBe('nothing');
  expect(await ask('ha-noi', 'ha-noi')).toBe('answered');
  // Ninh Bình is checked by Vĩnh Phúc, in a deployment that the leader's freeze does not reach.
  expect(await ask('vinh-phuc', 'ninh-binh')).toBe('answered');
  expect(await post('ha-noi', 'cycle/leaders-freeze', { frozen: true, reason: 'x' })).toMatchObject({
    status: 409,
    body: { code: 'led_here' },
  });
  const note = (frozen: boolean) => post('ninh-binh', 'cycle/leaders-freeze', { frozen, reason: 'thông báo của Khối trưởng' });
  expect(await note(true)).toMatchObject({ status: 200, body: { state: 'consolidated' } });
  expect(await note(true)).toMatchObject({ status: 409, body: { code: 'step_not_allowed' } });
  expect(await ask('vinh-phuc', 'ninh-binh')).toBe('nothing');
  expect(await note(false)).toMatchObject({ status: 200 });
  expect(await ask('vinh-phuc', 'ninh-binh')).toBe('answered');
});

it('a sheet that comes after the freeze is kept and changes nothing; after a re-opening the next pull takes it', async () => {
  const frozen = (await get(LEADER, 'frozen-rankings/1')).text;
  const missingNow = async () => (await get(LEADER, 'ranking')).body['missing'];
  await deployments.sign(MISSING);
  const during = await deployments.pull(60);
  expect(during.members.find(({ board }) => board === MISSING)).toMatchObject({ verdict: 'accepted' });
  expect(during.missing).toEqual([MISSING]);
  expect(await missingNow()).toEqual([MISSING]);
  const received = (await get(LEADER, 'sheets/received')).body['items'] as { member: string; counts: boolean }[];
  expect(received.filter(({ member }) => member === MISSING)).toMatchObject([{ counts: false }]);

  expect((await post(LEADER, 'cycle/steps', { action: 're-open', reason: 'phiếu của Hà Nam đã đến' })).body).toMatchObject({
    state: 'cross-checked',
  });
  expect(await ask('quang-ninh', 'ha-noi')).toBe('answered');
  expect((await deployments.pull(60)).missing).toEqual([]);
  expect(await missingNow()).toEqual([]);
  const again = await post(LEADER, 'frozen-rankings', {});
  expect(again).toMatchObject({ status: 201, body: { revision: 2, missing: [] } });
  expect(again.body['differences']).toContainEqual(expect.objectContaining({ member: MISSING, what: 'rank', before: null }));
  expect((await get(LEADER, 'frozen-rankings/1')).text).toBe(frozen);
});
