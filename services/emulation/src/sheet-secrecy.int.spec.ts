import { createHash } from 'node:crypto';
import { createPeerClient } from './adapters/grpc-peers/peer-client';
import { isCheckerOf } from './domain/bloc/bloc';
import { readSample, sampleBloc } from './spec-support/bloc-sample';
import type { BlocDeployments, Province } from './spec-support/bloc-deployments';
import { LEADER, pathOf, PROVINCES, startBlocDeployments } from './spec-support/bloc-deployments';
import { sampleFigures } from './spec-support/figures-server';
import type { TestEmulation } from './spec-support/start-emulation';

const bloc = sampleBloc();
const members = bloc.members.map(({ id }) => id);
/** A figure that only this member's sheet has. */
const markerOf = (member: string): string => `9176543${(10 + members.indexOf(member)).toString()}`;

/** A self-score that its member has not signed yet. */
const draftOf = (member: string): string => `3.8154${(10 + members.indexOf(member)).toString()}`;
const evidenceOf = (member: string): string => `minh chứng của ${member}`;
const evidenceHash = (member: string): string => createHash('sha256').update(evidenceOf(member)).digest('hex');

/** Three deployments and hundreds of calls take their time on a busy machine. */
jest.setTimeout(240_000);

let deployments: BlocDeployments;
/** What gives a member's sheet away wherever it is seen: its figure in clear, or the signature of its JWS. */
const secrets = new Map<string, readonly string[]>();

beforeAll(async () => {
  deployments = await startBlocDeployments();
  await deployments.pin();
  for (const member of members) {
    const own = sampleFigures(member);
    const values = own.values.map((cells) =>
      cells['indicator'] === 'INV.NEW.N' && cells['period'] === '2019-H1' && (cells['breakdown'] ?? '') === ''
        ? { ...cells, value: markerOf(member) }
        : cells,
    );
    deployments.homeOf(member).figures.set(member, { ...own, values });
    expect((await deployments.sign(member)).status).toBe(201);
    const as = { sub: 'own reader', boards: [member], roles: ['reader' as const] };
    const jws = (await deployments.homeOf(member).call('GET', pathOf(member, 'sheets/1'), { as })).text;
    const post = (path: string, more: object) =>
      deployments.homeOf(member).call('POST', pathOf(member, path), { as: { ...as, roles: ['recorder'] }, ...more });
    const self = await post('self-values', { body: { values: [{ criterion: 'II-9', value: draftOf(member) }] } });
    const form = new FormData();
    form.append('file', new Blob([evidenceOf(member)]), 'minh-chung.pdf');
    const evidence = await post('evidence/II-9', { form });
    expect([self.status, evidence.status]).toEqual([200, 201]);
    secrets.set(member, [markerOf(member), jws.split('.')[2] ?? '', draftOf(member), evidenceOf(member), evidenceHash(member)]);
  }
  const { members: pulled, missing } = await deployments.pull(60);
  expect({ missing, pulled }).toMatchObject({ missing: [] });
});
afterAll(() => deployments.stop());

it('of all boards, each sheet is answered to its own, the leader, the deputy and the drawn checker, and to nobody else', async () => {
  const answered: string[] = [];
  for (const reader of [...members, 'lam-dong']) {
    const tls = await deployments.authority.issue(reader);
    const addresses = new Map(
      members.map((member) => {
        const [host = ''] = Object.values(PROVINCES).find((hosted) => hosted.some((one) => one === member)) ?? [];
        return [member, { address: deployments.linkOf(member).address, name: host }];
      }),
    );
    const client = createPeerClient({ tls, addresses });
    const question = { bloc: bloc.id, year: 2019, since: 0, timeoutMs: 30_000 };
    const answers = await Promise.all(
      members.map(
        async (member) => [member, await client.askForSheets({ ...question, member, signal: new AbortController().signal })] as const,
      ),
    );
    for (const [member, answer] of answers) {
      if ('kind' in answer)
        expect(answer).toMatchObject({ kind: 'refused-by-member', reason: expect.stringMatching(/^NOT_FOUND/) as unknown });
      else answered.push(`${reader} ${member}`);
    }
  }
  const allowed = members.flatMap((reader) =>
    members.filter((member) => reader === member || isCheckerOf(bloc, { checker: reader, member })).map((member) => `${reader} ${member}`),
  );
  expect(answered).toEqual(allowed);
});

interface Operation {
  readonly method: string;
  readonly path: string;
}

async function operationsOf(deployment: TestEmulation): Promise<readonly Operation[]> {
  const { body } = await deployment.call('GET', '/openapi.json');
  return Object.entries(body['paths'] as Record<string, object>).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => ({ method: method.toUpperCase(), path })),
  );
}

const PARAMETERS: Readonly<Record<string, string>> = {
  ...{ bloc: bloc.id, year: '2019', revision: '1', version: '2', period: '2019-H1' },
  ...{ criterion: 'II-9', appeal: '0d9b1c2e-7a55-4e0e-9a8e-2f5f3f1f4b11' },
};
const fill = (path: string, values: Readonly<Record<string, string>>): string =>
  path.replace(/\{(\w+)\}/g, (_whole, name: string) => values[name] ?? PARAMETERS[name] ?? 'x');

describe.each(Object.keys(PROVINCES) as Province[])('no route of the deployment of %s', (province) => {
  const hosted: readonly string[] = PROVINCES[province];
  const all = ['reader', 'recorder', 'approver', 'operator', 'service'] as const;

  it('knows another board than those of the token', async () => {
    const deployment = deployments.provinces[province];
    const operations = (await operationsOf(deployment)).filter(({ path }) => path.includes('{board}'));
    expect(operations.length).toBeGreaterThan(40);
    const [own = '', other = ''] = hosted.toReversed();
    for (const { method, path } of operations) {
      const as = { sub: 'stranger', boards: [own], roles: all };
      const { status, text } = await deployment.call(method, fill(path, { board: other, member: other, sha256: evidenceHash(other) }), {
        as,
        ...(method === 'GET' ? {} : { body: {} }),
      });
      expect({ method, path, status }).toEqual({ method, path, status: 404 });
      // A hash that stood in the address is no secret to whoever sent it.
      const told = path.includes('{sha256}') ? text.replaceAll(evidenceHash(other), '') : text;
      for (const secret of secrets.get(other) ?? []) expect(told.includes(secret)).toBe(false);
    }
  });

  it('shows a board another’s sheet under its own name; only the leader sees what it received', async () => {
    const deployment = deployments.provinces[province];
    const bodies: Readonly<Record<string, unknown>> = {
      criteria: {},
      deadline_seconds: 1,
      member: LEADER,
      sheet: 'x',
      figures: [],
      keys: [],
    };
    for (const own of hosted) {
      if (own === LEADER) continue;
      const as = { sub: 'own', boards: [own], roles: all };
      // Asked for by name: one that is hosted here as well, and the leader.
      const asked = [hosted.find((board) => board !== own) ?? LEADER, LEADER];
      const others = members.filter((member) => member !== own);
      const seen: string[] = [];
      for (const { method, path } of await operationsOf(deployment)) {
        // What names a member in its path is asked for every one, but for those whose sheets this board is drawn to check.
        const named = others.filter((member) => !isCheckerOf(bloc, { checker: own, member }));
        for (const member of path.includes('{member}') ? named : asked) {
          const body = method === 'GET' ? {} : { body: { ...bodies, member } };
          const { text } = await deployment.call(method, fill(path, { board: own, member, sha256: evidenceHash(member) }), { as, ...body });
          const told = path.includes('{sha256}') ? text.replaceAll(evidenceHash(member), '') : text;
          const shown = others.filter((other) => (secrets.get(other) ?? []).some((secret) => secret !== '' && told.includes(secret)));
          if (shown.length > 0) seen.push(`${method} ${path}: ${shown.join(', ')}`);
        }
      }
      expect({ own, seen }).toEqual({ own, seen: [] });
    }
  });
});

it('the leader sees them: the secrets looked for are really there', async () => {
  const as = { sub: 'leader', boards: [LEADER], roles: ['reader' as const] };
  const { text } = await deployments.provinces[LEADER].call('GET', pathOf(LEADER, 'result'), { as });
  expect(members.filter((member) => !text.includes(markerOf(member)))).toEqual([]);
});

it('frozen and published, the places of all are shown, and of a sheet nothing still', async () => {
  const as = { sub: 'leader', boards: [LEADER], roles: ['approver' as const] };
  const leader = deployments.provinces[LEADER];
  const post = (path: string, body: object) => leader.call('POST', pathOf(LEADER, path), { as, body });
  // The figures that give a sheet away change points, so the values that were verified before need a reason.
  const scores = readSample('bloc-scores.csv')
    .split('\n')
    .map((line, index) => (index > 0 && line.endsWith(',') && (line.split(',')[6] ?? '') !== '' ? `${line}đối chiếu` : line))
    .join('\n');
  expect((await leader.load(LEADER, { 'bloc.json': readSample('bloc.json'), 'bloc-scores.csv': scores })).status).toBe(201);
  for (const action of ['sign-pledge', 'close-registration', 'launch', 'close-self-score', 'close-cross-check'])
    expect((await post('cycle/steps', { action, reason: 'năm 2019 được chạy lại' })).status).toBe(200);
  expect((await post('frozen-rankings', {})).status).toBe(201);
  expect((await post('publications', {})).status).toBe(201);
  for (const own of PROVINCES[LEADER]) {
    const { status, text, body } = await leader.call('GET', pathOf(own, 'published-ranking'), {
      as: { ...as, boards: [own], roles: ['reader'] },
    });
    expect({ own, status, places: (body['ranking'] as unknown[]).length }).toEqual({ own, status: 200, places: members.length });
    const shown = members.filter((other) => other !== own && (secrets.get(other) ?? []).some((secret) => text.includes(secret)));
    expect({ own, shown }).toEqual({ own, shown: [] });
  }
});
