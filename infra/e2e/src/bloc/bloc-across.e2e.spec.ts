import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startPlatform } from '../platform/platform';
import type { Platform } from '../platform/platform';
import type { BlocProvinces } from './bloc-provinces';
import { BLOC, BLOC_FOLDER, LEADER, startBlocProvinces } from './bloc-provinces';

jest.setTimeout(600_000);

interface Pulled {
  readonly members: readonly { readonly board: string; readonly verdict: string | null }[];
  readonly missing: readonly string[];
}
interface Keys {
  readonly current: string;
}

const CHOICE = ['--bloc', BLOC] as const;
const DEADLINE = ['--deadline', '40'] as const;

describe('a bloc across three provinces, by the command line', () => {
  let platform: Platform;
  let bloc: BlocProvinces;

  beforeAll(async () => {
    platform = await startPlatform({ services: ['registry', 'reporting'] });
    bloc = await startBlocProvinces(platform);
  });
  afterAll(async () => {
    await bloc.stop();
    await platform.stop();
  });

  const atLeader = <T>(...args: readonly string[]): Promise<T> => bloc.ask<T>(bloc.leader, 'emulation', ...args);
  const file = (name: string): string => join(platform.logs, name);

  test('pulled while one member has signed nothing, its arrival as a file completes the ranking, point by point', async () => {
    const late = 'ninh-binh';
    await bloc.sign(bloc.members.filter((member) => member !== late));
    const { missing } = await atLeader<Pulled>('pull', ...CHOICE, ...DEADLINE);
    expect(missing).toEqual([late]);
    const home = bloc.homeOf(late);
    await bloc.ask(home, 'emulation', 'sheet', '--member', late, ...CHOICE, '--out', file('late.jws'));
    await writeFile(
      file('late.keys.json'),
      JSON.stringify((await bloc.ask<{ published: object }>(home, 'emulation', 'keys', 'show', '--board', late)).published),
    );
    const alone = await bloc.leader.kcn('emulation', 'hand-in', file('late.jws'), ...CHOICE, '--member', late, '--json');
    // The thumbprint is pinned, the key itself never came.
    expect([alone.exitCode, JSON.parse(alone.stdout)]).toMatchObject([1, { verdict: 'unknown-key', counts: false }]);
    expect(await atLeader('hand-in', file('late.jws'), ...CHOICE, '--member', late, '--key-set', file('late.keys.json'))).toMatchObject({
      verdict: 'accepted',
      counts: true,
      revision: 1,
    });
    expect(await atLeader('rank', ...CHOICE)).toEqual(JSON.parse(await readFile(join(BLOC_FOLDER, 'expected.json'), 'utf8')));
    expect(await atLeader('roll-up', ...CHOICE)).toMatchObject({ from: 'sheets', missing: [] });
  });

  test('the evidence of a received sheet is judged without any service', async () => {
    const [member] = bloc.members.filter((one) => one !== LEADER);
    await atLeader('evidence', ...CHOICE, '--member', member ?? '', '--out', file('evidence.json'));
    const { current } = await bloc.ask<Keys>(bloc.homeOf(member ?? ''), 'emulation', 'keys', 'show', '--board', member ?? '');
    expect(await atLeader('verify', file('evidence.json'), '--pin', current)).toMatchObject({ verdict: 'accepted', pinned: true });
    const stranger = await bloc.leader.kcn('emulation', 'verify', file('evidence.json'), '--pin', 'A'.repeat(43), '--json');
    expect([stranger.exitCode, JSON.parse(stranger.stdout)]).toMatchObject([1, { verdict: 'unknown-key' }]);
  });

  test('a member hands its key on and ends the old one: what it signs next is accepted, what the old key signs is not', async () => {
    const member = 'hai-phong';
    const home = bloc.homeOf(member);
    const keys = (...args: readonly string[]): Promise<Keys> => bloc.ask<Keys>(home, 'emulation', 'keys', ...args, '--board', member);
    const before = await keys('show');
    const stolen = await readFile(join(home.signingKeysFolder, `${member}.json`), 'utf8');
    const after = await keys('rotate', '--valid-to', '2099-12-31T00:00:00Z');
    expect(after.current).not.toBe(before.current);
    await bloc.sign([member]);
    const verdictOf = async (): Promise<string | null | undefined> =>
      (await atLeader<Pulled>('pull', ...CHOICE, ...DEADLINE)).members.find(({ board }) => board === member)?.verdict;
    expect(await verdictOf()).toBe('accepted');
    await keys('revoke', '--thumbprint', before.current);
    await bloc.sign([member]);
    expect(await verdictOf()).toBe('accepted');
    const pinned = await atLeader<{ items: { thumbprint: string; rotated_to: string | null; revoked_at: string | null }[] }>(
      'pin',
      ...CHOICE,
    );
    expect(pinned.items.filter(({ thumbprint }) => [before.current, after.current].includes(thumbprint))).toMatchObject([
      { thumbprint: before.current, rotated_to: after.current, revoked_at: expect.any(String) as unknown },
      { thumbprint: after.current, rotated_to: null, revoked_at: null },
    ]);
    // Whoever has the old key signs in vain.
    const current = await readFile(join(home.signingKeysFolder, `${member}.json`), 'utf8');
    await writeFile(join(home.signingKeysFolder, `${member}.json`), stolen);
    await bloc.sign([member]);
    expect(await verdictOf()).toBe('unknown-key');
    await writeFile(join(home.signingKeysFolder, `${member}.json`), current);
  });

  test('a figure that was agreed otherwise is shown, and counts', async () => {
    await writeFile(file('agreed.json'), JSON.stringify([{ indicator: 'INV.NEW.N', unit: 'project', part: 'actual', value: '1' }]));
    expect(await atLeader('agree', file('agreed.json'), ...CHOICE, '--member', 'ha-noi')).toEqual({ agreed: 1 });
    await bloc.sign(['ha-noi']);
    const { members, missing } = await atLeader<Pulled>('pull', ...CHOICE, ...DEADLINE);
    expect([members.find(({ board }) => board === 'ha-noi')?.verdict, missing]).toEqual(['figures-differ', []]);
  });
});
