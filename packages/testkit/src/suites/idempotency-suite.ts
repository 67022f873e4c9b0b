/** How a command with an idempotency key ended. */
export type CommandAnswer =
  | { readonly ok: true; readonly response: unknown; readonly replayed: boolean }
  /** Code of the DomainError or of the HTTP problem. */
  | { readonly ok: false; readonly code: string };

/** One command on real servers. `B` is its body. */
export interface IdempotencyFixture<B> {
  submit(key: string, body: B): Promise<CommandAnswer>;
  /** A body that succeeds, once. */
  readonly body: B;
  /** Another one that would succeed too. */
  readonly otherBody: B;
  /** A body that is refused as things stand. */
  readonly refusedBody: B;
  /** How many effects there are: documents, log entries, whatever the command writes. */
  countEffects(): Promise<number>;
  stop(): Promise<void>;
}

export interface IdempotencySuiteOptions<B> {
  readonly name: string;
  makeFixture(): Promise<IdempotencyFixture<B>>;
}

/** The four idempotency tests that every command has to pass. */
export function idempotencySuite<B>({ name, makeFixture }: IdempotencySuiteOptions<B>): void {
  describe(`idempotency of ${name}`, () => {
    let fixture: IdempotencyFixture<B>;
    beforeEach(async () => {
      fixture = await makeFixture();
    });
    afterEach(() => fixture.stop());

    test('same key, same body: one effect, the same response again', async () => {
      const first = await fixture.submit('k1', fixture.body);
      const effects = await fixture.countEffects();
      const second = await fixture.submit('k1', fixture.body);
      expect(first).toMatchObject({ ok: true, replayed: false });
      expect(second).toEqual({ ...first, replayed: true });
      expect(effects).toBeGreaterThan(0);
      expect(await fixture.countEffects()).toBe(effects);
    });

    test('same key, other body: refused, no effect', async () => {
      await fixture.submit('k1', fixture.body);
      const effects = await fixture.countEffects();
      expect(await fixture.submit('k1', fixture.otherBody)).toEqual({ ok: false, code: 'idempotency_key_reused' });
      expect(await fixture.countEffects()).toBe(effects);
    });

    test('twins at once: one effect, every one gets its response', async () => {
      const answers = await Promise.all(Array.from({ length: 10 }, () => fixture.submit('k1', fixture.body)));
      const effects = await fixture.countEffects();
      const responses = answers.map((answer) => (answer.ok ? answer.response : answer.code));
      expect(new Set(responses.map((response) => JSON.stringify(response))).size).toBe(1);
      expect(answers.filter((answer) => answer.ok && !answer.replayed)).toHaveLength(1);
      expect(await fixture.submit('k1', fixture.body)).toMatchObject({ ok: true, replayed: true });
      expect(await fixture.countEffects()).toBe(effects);
    });

    test('a refused first attempt leaves nothing: the key is free for another body', async () => {
      const before = await fixture.countEffects();
      expect(await fixture.submit('k1', fixture.refusedBody)).toMatchObject({ ok: false });
      expect(await fixture.countEffects()).toBe(before);
      expect(await fixture.submit('k1', fixture.body)).toMatchObject({ ok: true, replayed: false });
    });
  });
}
