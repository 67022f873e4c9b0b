import { reportingEvents } from '@kcn/contracts';
import { createKafkaBus, createRelay, createEventLog, inTransaction } from '@kcn/messaging';
import { createSilentLogger } from '@kcn/service-kit';
import { borrowServers, eventually, freshDatabase } from '@kcn/testkit';
import type { FreshDatabase } from '@kcn/testkit';
import { readSample } from './spec-support/bloc-sample';
import { sampleFigures } from './spec-support/figures-server';
import type { BlocYearWorld } from './spec-support/bloc-year';
import { LEADER, startBlocYear } from './spec-support/bloc-year';

const { summaryPublished } = reportingEvents;
let world: BlocYearWorld;
let reporting: FreshDatabase;
/** What reporting does when a board publishes: its event in its log, and the relay. */
let publish: (board: string, revision: number, more?: { period?: string; calendar?: string; said?: number }) => Promise<void>;
let stopRelay: () => Promise<void>;

beforeAll(async () => {
  world = await startBlocYear();
  const own = await world.emulation.load('ha-noi', { 'bloc.json': readSample('bloc.json'), 'criteria.json': readSample('criteria.json') });
  if (own.status !== 201) throw new Error(own.text);
  reporting = await freshDatabase('reporting');
  const { connection } = reporting;
  const [logger, log] = [createSilentLogger(), createEventLog({ connection })];
  await log.ensureIndexes();
  const bus = createKafkaBus({ brokers: borrowServers().kafkaBrokers, clientId: 'reporting', logger });
  const relay = createRelay({ connection, log, bus, topic: world.emulation.reportingTopic, source: 'reporting', logger });
  await relay.start();
  stopRelay = () => relay.stop();
  publish = async (board, revision, { period = '2019-H1', calendar = 'calendar', said = revision } = {}) => {
    const payload = summaryPublished.codec
      .encode({ period, calendar, revision: said, sha256: 'a'.repeat(64), positions: {}, rulesVersion: 'x' })
      .finish();
    const event = {
      aggregate: `summary:${period}:${calendar}`,
      aggregateVersion: revision,
      type: summaryPublished.type,
      payload,
      actor: 'truong-ban',
      cause: 'http:x',
    };
    await inTransaction(connection, (session) => log.append(session, board, [event]));
  };
});
afterAll(async () => {
  await stopRelay();
  await Promise.all([world.emulation.stop(), reporting.drop()]);
});

interface Offers {
  readonly items: readonly { readonly member: string; readonly summary_revision: number; readonly answer: object | null }[];
  readonly change: {
    readonly basis: string;
    readonly differences: readonly { readonly member: string; readonly what: string; readonly before: string; readonly after: string }[];
  } | null;
}
const asAll = { sub: 'leader', roles: ['reader' as const] };
const offersOf = async (board: string): Promise<Offers> => {
  const path = `/v1/boards/${board}/blocs/bloc-red-river-delta/years/2019/rescore-offers`;
  const answer = await world.emulation.call('GET', path, { as: asAll });
  if (answer.status !== 200) throw new Error(answer.text);
  return answer.body as unknown as Offers;
};
const offered = (board: string, items: number) =>
  eventually(
    async () => {
      const found = await offersOf(board);
      return found.items.length === items ? found : undefined;
    },
    { describe: `${items.toString()} offers for ${board}` },
  );
/** Next to no domestic capital: criterion I-1.2, which nobody has verified, falls from its maximum to 0. */
const withLessCapital = () => {
  const own = sampleFigures('ha-noi');
  const values = own.values.map((cells) =>
    cells['indicator'] === 'INV.ATTRACT.CAP' && cells['period'] === '2019-H1' && cells['breakdown'] === 'DDI'
      ? { ...cells, value: '1' }
      : cells,
  );
  return { ...own, values };
};

it('a summary that a member publishes is an offer to its leader and to itself, once', async () => {
  // Of other periods, of the other calendar, of no member: none of them is about this bloc's year.
  for (const other of [{ period: '2018' }, { period: '2019' }, { calendar: 'ND09' }]) await publish('ha-noi', 1, { ...other, said: 7 });
  await publish('lam-dong', 1);
  await publish('ha-noi', 1);
  expect((await offered(LEADER, 1)).items).toMatchObject([{ member: 'ha-noi', summary_revision: 1, answer: null }]);
  // The member has signed nothing yet, so there is nothing to compare with.
  expect(await offered('ha-noi', 1)).toMatchObject({ change: null });
  const other = await world.get('nam-dinh', 'rescore-offers');
  expect(other.status).toBe(404);
});

it('shows the member which of its points would differ from the sheet that it signed, and signs nothing', async () => {
  expect((await world.post('ha-noi', 'sheets')).status).toBe(201);
  expect((await offersOf('ha-noi')).change).toEqual({ basis: 'sheet', differences: [] });
  world.emulation.figures.set('ha-noi', withLessCapital());
  const { change } = await offersOf('ha-noi');
  expect(change?.differences).toContainEqual({ member: 'ha-noi', what: 'criterion I-1.2', before: '30.00', after: '0.00' });
  expect((await world.get('ha-noi', 'sheets/2')).status).toBe(404);
});

it('shows the leader what would differ from the frozen ranking, and changes nothing by itself', async () => {
  world.emulation.figures.set('ha-noi', sampleFigures('ha-noi'));
  await world.runToCrossChecked();
  expect((await world.asLeader('frozen-rankings', {})).status).toBe(201);
  expect((await offersOf(LEADER)).change).toEqual({ basis: 'frozen', differences: [] });
  world.emulation.figures.set('ha-noi', withLessCapital());
  const { change } = await offersOf(LEADER);
  expect(change?.basis).toBe('frozen');
  expect(change?.differences).toContainEqual({ member: 'ha-noi', what: 'criterion I-1.2', before: '30.00', after: '0.00' });
  expect(change?.differences.map(({ what }) => what)).toContain('total');
  const expected = JSON.parse(readSample('expected.json')) as object;
  expect(JSON.parse((await world.get(LEADER, 'frozen-rankings/1')).text)).toEqual(expected);
});

it('an answered offer is open no more; the next publication is a new one', async () => {
  expect(await world.post(LEADER, 'rescore-offers/ha-noi/9/answer', { taken: true })).toMatchObject({ status: 404 });
  expect((await world.post(LEADER, 'rescore-offers/ha-noi/1/answer', { taken: false, reason: 'đã chốt' })).status).toBe(200);
  expect(await world.post(LEADER, 'rescore-offers/ha-noi/1/answer', { taken: true })).toMatchObject({
    status: 409,
    body: { code: 'offer_answered' },
  });
  expect(await offersOf(LEADER)).toMatchObject({ items: [{ answer: { taken: false } }], change: null });
  await publish('ha-noi', 2);
  expect((await offered(LEADER, 2)).change?.basis).toBe('frozen');
});
