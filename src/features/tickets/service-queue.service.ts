import { found, Invalid, NotFound } from '../../kernel/errors';
import { given } from '../../kernel/given';
import type { CompanyId, ServiceQueueId, UserId } from '../../kernel/ids';
import { refuseDuplicate } from '../../platform/refuse-duplicate';
import type { Transact, Tx } from '../../platform/transact';
import { requireRoom } from '../companies';
import { serviceQueueStore } from './service-queue.store';
import { queueView, type QueueFields, type QueueView } from './service-queue.view';
import { queueEvent } from './ticket.events';

const DUPLICATE = ['ERR_QUEUE_NAME_EXISTS', 'There is a service queue of that name', 'Queues_companyId_name_key'] as const;

const blankQueue: Omit<QueueFields, 'name'> = {
  color: '#228be6', greetingMessage: '', outOfHoursMessage: '', hours: null, orderQueue: 0, ativarRoteador: false, tempoRoteador: 0,
};

export type QueueChange = { readonly [F in keyof QueueFields]?: QueueFields[F] | undefined } & { readonly userIds?: readonly UserId[] | undefined };

export function serviceQueueService(transact: Transact) {
  return {
    /** @throws Invalid, Conflict on a name already taken or a plan without room */
    make: (companyId: CompanyId, { userIds, ...change }: QueueChange & Pick<QueueFields, 'name'>): Promise<QueueView> =>
      transact(async (tx) => {
        await requireRoom(tx, companyId, 'queues');
        const queue = checked({ ...blankQueue, ...given(change), name: change.name });
        const id = await refuseDuplicate(serviceQueueStore(tx).add(companyId, queue), ...DUPLICATE);
        await setMembers(tx, companyId, id, userIds);
        return announced(tx, companyId, 'create', id);
      }),

    /** @throws NotFound, Invalid, Conflict on a name already taken */
    change: (companyId: CompanyId, id: ServiceQueueId, { userIds, ...change }: QueueChange): Promise<QueueView> =>
      transact(async (tx) => {
        const queues = serviceQueueStore(tx);
        const before = found(await queues.find(companyId, id), 'Service queue');
        await refuseDuplicate(queues.save(companyId, id, checked({ ...before, ...given(change) })), ...DUPLICATE);
        await setMembers(tx, companyId, id, userIds);
        return announced(tx, companyId, 'update', id);
      }),

    /** @throws NotFound */
    remove: (companyId: CompanyId, id: ServiceQueueId): Promise<void> =>
      transact(async (tx) => {
        if (!(await serviceQueueStore(tx).remove(companyId, id))) throw NotFound.of('Service queue');
        tx.emit(companyId, queueEvent, { action: 'delete', queueId: id });
      }),
  };
}

/** A router that hands a ticket on after no time at all would never let anybody answer. @throws Invalid */
function checked(queue: QueueFields): QueueFields {
  if (queue.ativarRoteador && queue.tempoRoteador === 0) throw Invalid.field('tempoRoteador', 'router_without_time', 'Give the router its minutes');
  return queue;
}

async function setMembers(tx: Tx, companyId: CompanyId, id: ServiceQueueId, userIds: readonly UserId[] | undefined): Promise<void> {
  if (userIds === undefined) return;
  const foreign = await serviceQueueStore(tx).setMembers(companyId, id, userIds);
  if (foreign.length === 0) return;
  const faults = foreign.map((userId) => ({ path: `userIds.${userIds.indexOf(userId)}`, code: 'unknown_user', message: 'No such user' }));
  throw new Invalid('ERR_VALIDATION', 'Users of another company, or of none', faults);
}

async function announced(tx: Tx, companyId: CompanyId, action: 'create' | 'update', id: ServiceQueueId): Promise<QueueView> {
  const queue = queueView(found(await serviceQueueStore(tx).find(companyId, id), 'Service queue'));
  tx.emit(companyId, queueEvent, { action, queue });
  return queue;
}
