/** What must be true, reckoned apart from the product: each conversation with its history, and what each contact has heard. */
import type { Cast } from './cast';
import type { Stage, Standing } from './stage';

type Connection = 'Atendimento' | 'Direto' | 'Suporte' | 'Agenda' | 'Recusa' | 'Barra';

interface Talk {
  readonly connection: Connection;
  readonly number: string;
  status: 'pending' | 'open' | 'closed';
  queue: string | null;
  readonly history: string[];
}

/** Who may be given tickets of a routed service queue. Admins never are. */
const CREW: Readonly<Record<string, readonly string[]>> = {
  Vendas: ['Ana', 'Bruno', 'Caio', 'Dani'],
  Direto: ['Eva', 'Fabio'],
  Balcao: ['Gil', 'Hugo', 'Iara', 'Joao'],
};

export type Model = ReturnType<typeof createModel>;

export function createModel() {
  const talks: Talk[] = [];
  const heard = new Map<Connection, Map<string, string[]>>();
  const living = (connection: Connection, number: string): Talk => {
    const talk = talks.findLast((one) => one.connection === connection && one.number === number);
    if (talk === undefined) throw new Error(`${number} never wrote to ${connection}`);
    return talk;
  };

  return {
    begins(connection: Connection, numbers: readonly string[], { status = 'pending', queue = null }: Partial<Pick<Talk, 'status' | 'queue'>> = {}): void {
      for (const number of numbers) talks.push({ connection, number, status, queue, history: ['create'] });
    },
    /** @param type of the entry in the history; null: it leaves none. */
    moves(connection: Connection, numbers: readonly string[], type: string | null, to: Partial<Pick<Talk, 'status' | 'queue'>> = {}): void {
      for (const number of numbers) {
        const talk = living(connection, number);
        Object.assign(talk, to);
        if (type !== null && !(type === 'router' && talk.history.at(-1) === 'router')) talk.history.push(type);
      }
    },
    hears(connection: Connection, numbers: readonly string[], body: string): void {
      const of = heard.get(connection) ?? new Map<string, string[]>();
      heard.set(connection, of);
      for (const number of numbers) of.set(number, [...(of.get(number) ?? []), body]);
    },
    tickets: (): number => talks.length,

    /** The product and the provider say the same, to the last conversation and the last message. */
    async agrees(stage: Stage, cast: Cast): Promise<void> {
      await stage.quiet();
      const standings = await stage.standings();
      const shown = standings.map(({ user: _, ...standing }) => standing);
      expect(inOrder(shown)).toEqual(inOrder(talks));
      for (const standing of standings) if (standing.status === 'pending' && standing.connection !== 'Agenda') expect([standing, isPlaced(standing)]).toEqual([standing, true]);
      expect(await stage.brokenChains()).toEqual([]);
      for (const [name, id] of Object.entries(cast.connections)) {
        const connection = (name[0]!.toUpperCase() + name.slice(1)) as Connection;
        const took = await stage.heard(connection === 'Barra' ? cast.adminOfB : cast.adminOfA, id);
        expect([connection, ...[...took].sort()]).toEqual([connection, ...[...(heard.get(connection) ?? [])].sort()]);
      }
    },
  };
}

/** Nobody has it before the router gave it to a member of its service queue; afterwards one of them does. */
function isPlaced({ history, queue, user }: Standing): boolean {
  if (!history.includes('router')) return user === null;
  return user !== null && (CREW[queue ?? ''] ?? []).includes(user);
}

const inOrder = <T extends { readonly connection: string; readonly number: string }>(all: readonly T[]): T[] =>
  all.map((one, i) => ({ one, i })).sort((a, b) => a.one.connection.localeCompare(b.one.connection) || a.one.number.localeCompare(b.one.number) || a.i - b.i).map(({ one }) => one);
