/** What a consumer's inbox says after deliveries. */
export interface DeliveryInbox {
  /** Every position 1..settled has had its effect. */
  readonly settled: number;
  readonly parked: number;
  readonly deadLetters: number;
}

/** One consumer with an empty projection on real servers. `E` is an event as the consumer's source writes it. */
export interface DeliveryFixture<E> {
  /** At least six events of one board in log order: positions 1..n, at least two aggregates with three versions each. */
  readonly events: readonly E[];
  aggregateOf(event: E): string;
  /** Hands over a batch as Kafka would; resolves when the offset may be committed, rejects when the batch must come again. */
  deliver(batch: readonly E[]): Promise<unknown>;
  /** The same through a second instance of the consumer, as another process of the group would. */
  deliverElsewhere(batch: readonly E[]): Promise<unknown>;
  /** The projection, comparable by toEqual. */
  snapshot(): Promise<unknown>;
  inbox(): Promise<DeliveryInbox>;
  /** The event as a later version of its source might write it: a type or schema version nobody here knows. */
  withUnknownType(event: E): E;
  /** The event with content that cannot be decoded or never can be applied. */
  poisoned(event: E): E;
  /** Replays dead letters; the sound events are given so that damaged copies can be replaced. */
  replayDeadLetters(sound: readonly E[]): Promise<unknown>;
  /** The next `times` attempts at an effect fail as if a server were away. */
  failTransiently(times: number): void;
  /** The next batch dies at this point, as the process would. */
  dieOnce(point: 'before-commit' | 'after-commit'): void;
  stop(): Promise<void>;
}

export interface DeliverySuiteOptions<E> {
  readonly name: string;
  /** A fresh fixture with an empty projection for each test. */
  makeFixture(): Promise<DeliveryFixture<E>>;
  /** What `snapshot` answers once every event has had its effect exactly once. */
  readonly expected: unknown;
}

const ATTEMPTS = 10;

/** Delivers a batch as often as it takes, like a broker whose offset was not committed. */
async function deliverUntilDone<E>(fixture: DeliveryFixture<E>, batch: readonly E[]): Promise<number> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await fixture.deliver(batch);
      return attempt;
    } catch (error) {
      if (attempt === ATTEMPTS) throw error;
    }
  }
}

/** A fixed shuffle, so that a failure can be repeated. */
function shuffled<E>(items: readonly E[]): E[] {
  const result = [...items];
  let seed = 20_171_231;
  for (let index = result.length - 1; index > 0; index -= 1) {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    const other = seed % (index + 1);
    [result[index], result[other]] = [result[other] as E, result[index] as E];
  }
  return result;
}

interface DeliveryCase {
  readonly title: string;
  run<E>(fixture: DeliveryFixture<E>, expected: unknown): Promise<void>;
}

async function expectAllSettled<E>(fixture: DeliveryFixture<E>, expected: unknown): Promise<void> {
  expect(await fixture.inbox()).toEqual({ settled: fixture.events.length, parked: 0, deadLetters: 0 });
  expect(await fixture.snapshot()).toEqual(expected);
}

/** A bad event in the middle of one aggregate: what is behind it waits, all other aggregates go on, repair completes it. */
async function expectOnlyItsAggregateWaits<E>(fixture: DeliveryFixture<E>, expected: unknown, spoil: (event: E) => E): Promise<void> {
  const { events } = fixture;
  const aggregate = fixture.aggregateOf(events[0] as E);
  const own = events.filter((event) => fixture.aggregateOf(event) === aggregate);
  const others = events.filter((event) => fixture.aggregateOf(event) !== aggregate);
  const bad = own[1] as E;

  await fixture.deliver(events.map((event) => (event === bad ? spoil(event) : event)));
  const inbox = await fixture.inbox();
  expect({ parked: inbox.parked, deadLetters: inbox.deadLetters }).toEqual({ parked: own.length - 2, deadLetters: 1 });
  const whileWaiting = await fixture.snapshot();

  // Delivered again, nothing moves and nothing is dead-lettered twice.
  await fixture.deliver(events.map((event) => (event === bad ? spoil(event) : event)));
  await fixture.deliver(others);
  expect(await fixture.inbox()).toEqual(inbox);
  expect(await fixture.snapshot()).toEqual(whileWaiting);
  expect(whileWaiting).not.toEqual(expected);

  await fixture.replayDeadLetters(events);
  await expectAllSettled(fixture, expected);
}

const cases: readonly DeliveryCase[] = [
  {
    title: 'valid events have their effect',
    async run(fixture, expected) {
      await fixture.deliver(fixture.events);
      await expectAllSettled(fixture, expected);
    },
  },
  {
    title: 'duplicates, within a batch and of whole batches, have no second effect',
    async run(fixture, expected) {
      await fixture.deliver(fixture.events.flatMap((event) => [event, event, event]));
      await fixture.deliver(fixture.events);
      for (const event of fixture.events) await fixture.deliver([event]);
      await expectAllSettled(fixture, expected);
    },
  },
  {
    title: 'the same batch in two processes at once has one effect',
    async run(fixture, expected) {
      const { events } = fixture;
      await Promise.all([
        fixture.deliver(events),
        fixture.deliverElsewhere(events),
        fixture.deliver(shuffled(events)),
        fixture.deliverElsewhere(shuffled(events)),
      ]);
      await expectAllSettled(fixture, expected);
    },
  },
  {
    title: 'events out of order give the same result, one by one and in a batch',
    async run(fixture, expected) {
      const reversed = [...fixture.events].reverse();
      for (const event of reversed.slice(0, -1)) await fixture.deliver([event]);
      expect((await fixture.inbox()).settled).toBe(0);
      await fixture.deliver(shuffled(fixture.events));
      await expectAllSettled(fixture, expected);
    },
  },
  {
    title: 'an unknown type or version is dead-lettered and holds up its aggregate only',
    run: (fixture, expected) => expectOnlyItsAggregateWaits(fixture, expected, (event) => fixture.withUnknownType(event)),
  },
  {
    title: 'a poison message is dead-lettered and holds up its aggregate only',
    run: (fixture, expected) => expectOnlyItsAggregateWaits(fixture, expected, (event) => fixture.poisoned(event)),
  },
  {
    title: 'a failure that passes leaves no dead letter',
    async run(fixture, expected) {
      fixture.failTransiently(2);
      await deliverUntilDone(fixture, fixture.events);
      await expectAllSettled(fixture, expected);
    },
  },
  {
    title: 'killed after the effect and before the commit, or after the commit and before the offset: one effect',
    async run(fixture, expected) {
      const half = Math.ceil(fixture.events.length / 2);
      fixture.dieOnce('before-commit');
      await expect(fixture.deliver(fixture.events.slice(0, half))).rejects.toThrow();
      expect((await fixture.inbox()).settled).toBe(0);
      fixture.dieOnce('after-commit');
      await expect(fixture.deliver(fixture.events.slice(0, half))).rejects.toThrow();
      expect((await fixture.inbox()).settled).toBe(half);
      await deliverUntilDone(fixture, fixture.events);
      await expectAllSettled(fixture, expected);
    },
  },
];

/** The eight delivery tests that every consumer has to pass, on the consumer's real database. */
export function deliverySuite<E>({ name, makeFixture, expected }: DeliverySuiteOptions<E>): void {
  describe(`delivery to ${name}`, () => {
    let fixture: DeliveryFixture<E>;
    beforeEach(async () => {
      fixture = await makeFixture();
    });
    afterEach(() => fixture.stop());
    test.each(cases.map((one) => [one.title, one] as const))('%s', (_title, one) => one.run(fixture, expected));
  });
}
