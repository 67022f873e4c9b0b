import { createPeerClient } from './adapters/grpc-peers/peer-client';
import { isCheckerOf } from './domain/bloc/bloc';
import { sampleBloc } from './spec-support/bloc-sample';
import type { BlocDeployments, Province } from './spec-support/bloc-deployments';
import { LEADER, pathOf, PROVINCES, startBlocDeployments } from './spec-support/bloc-deployments';
import { sampleFigures } from './spec-support/figures-server';
import type { TestEmulation } from './spec-support/start-emulation';

const bloc = sampleBloc();
const members = bloc.members.map(({ id }) => id);
/** A figure that only this member's sheet has. */
const markerOf = (member: string): string => `9176543${(10 + members.indexOf(member)).toString()}`;

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
    secrets.set(member, [markerOf(member), jws.split('.')[2] ?? '']);
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
    const question = { bloc: bloc.id, year: 2019, since: 0, timeoutMs: 5_000 };
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

const PARAMETERS: Readonly<Record<string, string>> = { bloc: bloc.id, year: '2019', revision: '1', version: '2', period: '2019-H1' };
const fill = (path: string, values: Readonly<Record<string, string>>): string =>
  path.replace(/\{(\w+)\}/g, (_whole, name: string) => values[name] ?? PARAMETERS[name] ?? 'x');

describe.each(Object.keys(PROVINCES) as Province[])('no route of the deployment of %s', (province) => {
  const hosted: readonly string[] = PROVINCES[province];
  const all = ['reader', 'recorder', 'approver', 'operator', 'service'] as const;

  it('knows another board than those of the token', async () => {
    const deployment = deployments.provinces[province];
    const operations = (await operationsOf(deployment)).filter(({ path }) => path.includes('{board}'));
    expect(operations.length).toBeGreaterThan(12);
    const [own = '', other = ''] = hosted.toReversed();
    for (const { method, path } of operations) {
      const as = { sub: 'stranger', boards: [own], roles: all };
      const { status, text } = await deployment.call(method, fill(path, { board: other, member: other }), {
        as,
        ...(method === 'GET' ? {} : { body: {} }),
      });
      expect({ method, path, status }).toEqual({ method, path, status: 404 });
      for (const secret of secrets.get(other) ?? []) expect(text.includes(secret)).toBe(false);
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
        for (const member of asked) {
          const body = method === 'GET' ? {} : { body: { ...bodies, member } };
          const { text } = await deployment.call(method, fill(path, { board: own, member }), { as, ...body });
          const shown = others.filter((other) => (secrets.get(other) ?? []).some((secret) => secret !== '' && text.includes(secret)));
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
