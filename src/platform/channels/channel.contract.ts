/** What every channel keeps, whoever the provider is. Each adapter's test runs it against a provider it can provoke. */
import { AnswerLost, Blocked, RateLimited, Rejected, Unavailable } from '../../kernel/errors';
import { companyId, connectionId, type ConnectionId } from '../../kernel/ids';
import type { Channel, InboundEvent, Outgoing } from './channel';

export type Fault = 'rejected' | 'rate limited' | 'unavailable' | 'blocked' | 'answer lost';

export interface ChannelUnderTest {
  readonly channel: Channel;
  /** From now on every send of this connection ends so. */
  provoke(connectionId: ConnectionId, fault: Fault): Promise<void>;
  /** Somebody writes to the connection's number. */
  writeFrom(connectionId: ConnectionId, from: string, text: string): Promise<void>;
  close(): Promise<void>;
}

type Status = Extract<InboundEvent, { type: 'status' }>;

/** Collects events and lets a test wait for one. */
function inbox() {
  const events: InboundEvent[] = [];
  const waiting = new Set<() => void>();
  return {
    events,
    sink: async (batch: InboundEvent[]): Promise<void> => {
      events.push(...batch);
      for (const look of waiting) look();
    },
    first: <E extends InboundEvent>(wanted: (event: InboundEvent) => event is E): Promise<E> =>
      new Promise((resolve) => {
        const look = (): void => {
          const found = events.find(wanted);
          if (!found) return;
          waiting.delete(look);
          resolve(found);
        };
        waiting.add(look);
        look();
      }),
  };
}

const statusOf =
  (reference: string, status: Status['status']) =>
  (event: InboundEvent): event is Status =>
    event.type === 'status' && event.reference === reference && event.status === status;

export function channelContract(name: string, open: () => Promise<ChannelUnderTest>): void {
  describe(`channel contract: ${name}`, () => {
    let test: ChannelUnderTest;
    let connections = 0;
    const stops: (() => Promise<void>)[] = [];

    /** A fresh connection each time, so that faults of one test do not reach another. */
    function outgoing(reference: string): Outgoing {
      connections += 1;
      return {
        companyId: companyId().parse(1),
        connectionId: connectionId().parse(connections),
        to: '5511987654321',
        isGroup: false,
        content: { text: 'Olá', media: null },
        reference,
      };
    }
    async function listen(sink: (events: InboundEvent[]) => Promise<void>): Promise<() => Promise<void>> {
      const listening = await test.channel.listen(sink);
      const stop = (): Promise<void> => listening.stop();
      stops.push(stop);
      return stop;
    }

    beforeAll(async () => {
      test = await open();
    });
    afterEach(async () => {
      for (const stop of stops.splice(0)) await stop();
    });
    afterAll(() => test.close());

    it('accepts a message and names it', async () => {
      const message = outgoing('accept-1');
      const first = await test.channel.send(message);
      const second = await test.channel.send({ ...message, reference: 'accept-2' });
      expect(first.providerMessageId).toEqual(expect.stringMatching(/.+/));
      expect(second.providerMessageId).not.toBe(first.providerMessageId);
    });

    it('echoes our reference beside the provider id in every status', async () => {
      const message = outgoing('echo-1');
      const { events, sink, first } = inbox();
      await listen(sink);
      const { providerMessageId } = await test.channel.send(message);
      await first(statusOf('echo-1', 'read'));
      const own = events.filter((event): event is Status => event.type === 'status' && event.providerMessageId === providerMessageId);
      expect(own.map((event) => event.status)).toEqual(['sent', 'delivered', 'read']);
      for (const event of own) expect(event).toMatchObject({ reference: 'echo-1', connectionId: message.connectionId, error: null, at: expect.any(Date) });
    });

    it.each([
      ['rejected', Rejected],
      ['rate limited', RateLimited],
      ['unavailable', Unavailable],
      ['blocked', Blocked],
      ['answer lost', AnswerLost],
    ] as const)('says "%s" by the class of the error', async (fault, errorClass) => {
      const message = outgoing(`fault-${fault}`);
      await test.provoke(message.connectionId, fault);
      await expect(test.channel.send(message)).rejects.toBeInstanceOf(errorClass);
    });

    it('says how long a limit lasts', async () => {
      const message = outgoing('limit-1');
      await test.provoke(message.connectionId, 'rate limited');
      const error: unknown = await test.channel.send(message).catch((reason: unknown) => reason);
      expect((error as RateLimited).retryAfterMs).toBeGreaterThan(0);
    });

    it('resolves a lost answer by a status with our reference', async () => {
      const message = outgoing('lost-1');
      const { sink, first } = inbox();
      await listen(sink);
      await test.provoke(message.connectionId, 'answer lost');
      await expect(test.channel.send(message)).rejects.toBeInstanceOf(AnswerLost);
      expect((await first(statusOf('lost-1', 'sent'))).connectionId).toBe(message.connectionId);
    });

    it('hands over what somebody writes', async () => {
      const { connectionId: to } = outgoing('inbound-1');
      const { sink, first } = inbox();
      await listen(sink);
      await test.writeFrom(to, '5521912345678', 'Tem entrega hoje?');
      const message = await first((event): event is Extract<InboundEvent, { type: 'message' }> => event.type === 'message' && event.connectionId === to);
      expect(message).toMatchObject({ from: '5521912345678', text: 'Tem entrega hoje?', isGroup: false, at: expect.any(Date) });
    });

    it('hands events over again when the sink threw, the same ones', async () => {
      const { connectionId: to } = outgoing('again-1');
      const { sink, first } = inbox();
      const refused: InboundEvent[] = [];
      await listen(async (events) => {
        if (refused.length === 0) {
          refused.push(...events);
          throw new Error('the database is away');
        }
        await sink(events);
      });
      await test.writeFrom(to, '5521912345678', 'Oi?');
      const again = await first((event): event is InboundEvent => event.type === 'message' && event.connectionId === to);
      expect(refused).toContainEqual(again);
    });

    it('is quiet once stopped, and keeps the events for the next listener', async () => {
      const { connectionId: to } = outgoing('stop-1');
      const before = inbox();
      const stop = await listen(before.sink);
      await stop();
      const heard = before.events.length;
      const after = inbox();
      await test.writeFrom(to, '5521912345678', 'Alguém aí?');
      await listen(after.sink);
      await after.first((event): event is InboundEvent => event.type === 'message' && event.connectionId === to);
      expect(before.events).toHaveLength(heard);
    });
  });
}
