import fc from 'fast-check';
import type { ServiceQueueId, TicketId, UserId } from '../../kernel/ids';
import { distribute, type Attendant, type Waiting } from './router.rules';

const Q = 1 as ServiceQueueId;
const user = (id: number, over: Partial<Attendant> = {}): Attendant => ({ id: id as UserId, capacity: null, load: 0, lastAssignedAt: null, ...over });
const waiting = (id: number, holder: number | null = null): Waiting => ({ id: id as TicketId, queueId: Q, userId: holder as UserId | null });
const hand = (tickets: readonly Waiting[], users: readonly Attendant[]) => distribute(tickets, new Map([[Q, users.map(({ id }) => id)]]), users);
const numbers = (count: number) => Array.from({ length: count }, (_, i) => i + 1);

describe('who comes first', () => {
  const earlier = new Date('2026-05-01T10:00:00Z');
  const later = new Date('2026-05-01T11:00:00Z');
  it.each([
    ['who has fewer tickets', [user(1, { load: 2 }), user(2, { load: 1 })], 2],
    ['who waits longer, of two equal', [user(1, { load: 1, lastAssignedAt: later }), user(2, { load: 1, lastAssignedAt: earlier })], 2],
    ['who never had one', [user(1, { lastAssignedAt: earlier }), user(2)], 2],
    ['the smaller id, of two that are the same', [user(2), user(1)], 1],
    ['who has room', [user(1, { capacity: 1, load: 1 }), user(2, { load: 9 })], 2],
  ])('%s', (_, users, expected) => {
    expect(hand([waiting(1)], users)).toEqual([{ ticketId: 1, userId: expected }]);
  });
});

describe('a re-route', () => {
  it('never goes back to who had it while another can take it', () => {
    expect(hand([waiting(1, 1)], [user(1), user(2, { load: 50 })])).toEqual([{ ticketId: 1, userId: 2 }]);
  });
  it('stays with the only one who can', () => {
    expect(hand([waiting(1, 1)], [user(1, { capacity: 1, load: 1 }), user(2, { capacity: 3, load: 3 })])).toEqual([{ ticketId: 1, userId: 1 }]);
  });
  it('waits when who had it is gone and nobody has room', () => {
    expect(hand([waiting(1, 7)], [user(2, { capacity: 3, load: 3 })])).toEqual([]);
  });
  it('makes room where it came from', () => {
    const users = [user(1, { capacity: 1, load: 1 }), user(2, { load: 4 })];
    expect(hand([waiting(1, 1), waiting(2)], users)).toEqual([{ ticketId: 1, userId: 2 }, { ticketId: 2, userId: 1 }]);
  });
});

it('spreads a hundred over five, twenty each', () => {
  const given = hand(numbers(100).map((id) => waiting(id)), numbers(5).map((id) => user(id)));
  expect(numbers(5).map((id) => given.filter(({ userId }) => userId === id).length)).toEqual([20, 20, 20, 20, 20]);
});

it('gives a ticket to members of its own service queue only', () => {
  const members = new Map([[Q, [1 as UserId]], [2 as ServiceQueueId, [1 as UserId, 2 as UserId]]]);
  const tickets = numbers(30).map((id) => ({ ...waiting(id), queueId: (id % 2 === 0 ? 1 : 2) as ServiceQueueId }));
  const given = distribute(tickets, members, [user(1), user(2)]);
  expect(given.filter(({ ticketId }) => ticketId % 2 === 0).every(({ userId }) => userId === 1)).toBe(true);
  expect(given.filter(({ userId }) => userId === 2).length).toBeGreaterThanOrEqual(14);
});

const attendant = fc.record({ capacity: fc.option(fc.integer({ min: 1, max: 12 })), load: fc.integer({ min: 0, max: 8 }) });
const crowd = fc.array(attendant, { minLength: 1, maxLength: 8 }).map((rows) => rows.map((row, i) => user(i + 1, row)));
const line = (users: number) => fc.array(fc.option(fc.integer({ min: 1, max: users + 2 })), { maxLength: 60 }).map((holders) => holders.map((holder, i) => waiting(i + 1, holder)));
const cases = crowd.chain((users) => fc.record({ users: fc.constant(users), tickets: line(users.length) }));

it('gives nobody more than his capacity', () => {
  fc.assert(fc.property(cases, ({ users, tickets }) => {
    const given = hand(tickets, users);
    const holderOf = new Map(tickets.map(({ id, userId }) => [id, userId]));
    for (const { id, capacity, load } of users) {
      const gained = given.filter(({ ticketId, userId }) => userId === id && holderOf.get(ticketId) !== id).length;
      // What he has already may be more than his capacity: that was no doing of the router.
      if (capacity !== null && gained > 0) expect(load + gained - given.filter(({ ticketId, userId }) => userId !== id && holderOf.get(ticketId) === id).length).toBeLessThanOrEqual(capacity);
    }
  }));
});

it('leaves equals equal: nobody gets two more than another', () => {
  fc.assert(fc.property(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 0, max: 80 }), (people, tickets) => {
    const given = hand(numbers(tickets).map((id) => waiting(id)), numbers(people).map((id) => user(id)));
    const counts = numbers(people).map((id) => given.filter(({ userId }) => userId === id).length);
    expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
    expect(given).toHaveLength(tickets);
  }));
});

it('gives the same answer to the same question, in whatever order the attendants are named', () => {
  fc.assert(fc.property(cases, ({ users, tickets }) => {
    expect(hand(tickets, [...users].reverse())).toEqual(hand(tickets, users));
  }));
});
