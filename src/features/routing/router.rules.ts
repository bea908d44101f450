/** Who gets which waiting ticket: pure, and the same for the same input. */
import type { ServiceQueueId, TicketId, UserId } from '../../kernel/ids';

/** Somebody who may be given tickets now: online, an attendant, a member of the service queue. */
export interface Attendant {
  readonly id: UserId;
  /** Living tickets he may have at once; null: any number. */
  readonly capacity: number | null;
  /** Living tickets he has. */
  readonly load: number;
  /** When he was given the last of them; null: he has none. */
  readonly lastAssignedAt: Date | null;
}

export interface Waiting {
  readonly id: TicketId;
  readonly queueId: ServiceQueueId;
  /** Who has had his time with it, or cannot take it any more; null: nobody yet. */
  readonly userId: UserId | null;
}

export interface Assignment {
  readonly ticketId: TicketId;
  readonly userId: UserId;
}

interface Place {
  readonly attendant: Attendant;
  load: number;
  /** The larger, the later he was given something. */
  turn: number;
}

/**
 * Hands tickets out in the order given, each to the member of its service queue who has the fewest living tickets, then to him who
 * waits longest for one, then by id. Nobody gets more than his capacity. A ticket goes away from the one who had it; only when
 * nobody else can take it and he still can, it stays with him for another turn.
 * @param members of each service queue, by the ids of `attendants`
 * @returns one entry for each ticket that has somebody now, in order; the others have to wait.
 */
export function distribute(
  tickets: readonly Waiting[],
  members: ReadonlyMap<ServiceQueueId, readonly UserId[]>,
  attendants: readonly Attendant[],
): Assignment[] {
  const places = new Map(attendants.map((attendant): [UserId, Place] => [attendant.id, { attendant, load: attendant.load, turn: attendant.lastAssignedAt?.getTime() ?? -1 }]));
  const crew = new Map([...members].map(([queueId, ids]) => [queueId, ids.flatMap((id) => places.get(id) ?? [])]));
  // Later than every instant, so that who was given something in this round comes after who was not.
  let turn = Number.MAX_SAFE_INTEGER - tickets.length;

  return tickets.flatMap(({ id, queueId, userId }) => {
    const queue = crew.get(queueId) ?? [];
    const holder = queue.find(({ attendant }) => attendant.id === userId);
    const next = queue.reduce<Place | undefined>((best, place) => (place !== holder && hasRoom(place) && (best === undefined || goesBefore(place, best)) ? place : best), undefined);
    if (next === undefined) return holder === undefined ? [] : [{ ticketId: id, userId: holder.attendant.id }];
    if (userId !== null) {
      const former = places.get(userId);
      if (former !== undefined) former.load -= 1;
    }
    next.load += 1;
    next.turn = turn;
    turn += 1;
    return [{ ticketId: id, userId: next.attendant.id }];
  });
}

const hasRoom = ({ attendant, load }: Place): boolean => attendant.capacity === null || load < attendant.capacity;

const goesBefore = (a: Place, b: Place): boolean => (a.load - b.load || a.turn - b.turn || a.attendant.id - b.attendant.id) < 0;
