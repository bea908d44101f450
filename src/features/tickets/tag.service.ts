/** Writing tags and lanes. Each use case is one transaction. */
import { Conflict, found, Invalid } from '../../kernel/errors';
import { given } from '../../kernel/given';
import type { CompanyId, TagId } from '../../kernel/ids';
import { refuseDuplicate } from '../../platform/refuse-duplicate';
import type { Transact, Tx } from '../../platform/transact';
import { requirePlan } from '../companies';
import { faultOfNext, type Lane } from './tag.rules';
import { tagStore, type TagFields } from './tag.store';
import { tagEvent, tagView, type TagView } from './tag.view';

const DUPLICATE = ['ERR_TAG_NAME_EXISTS', 'There is a tag of that name', 'Tags_companyId_name_key'] as const;

export const blankTag: Omit<TagFields, 'name'> = {
  color: '#228be6', kanban: false, position: 0, timeLane: 0, nextLaneId: null, greetingMessageLane: '',
};

export type TagChange = { readonly [F in keyof TagFields]?: TagFields[F] | undefined };

export function tagService(transact: Transact) {
  return {
    /** @throws Invalid (`nextLaneId`), Conflict on a name already taken or a plan without the board */
    make: (companyId: CompanyId, change: TagChange & Pick<TagFields, 'name'>): Promise<TagView> =>
      transact(async (tx) => {
        const tag = { ...blankTag, ...given(change) };
        if (tag.kanban) await requirePlan(tx, companyId, 'useKanban');
        refuse(await tagStore(tx).lock(companyId), null, tag);
        const id = await refuseDuplicate(tagStore(tx).add(companyId, tag), ...DUPLICATE);
        return announced(tx, companyId, 'create', id);
      }),

    /** @throws NotFound, Invalid (`nextLaneId`), Conflict on a name already taken, or on making a lane of a tag in use or the reverse */
    change: (companyId: CompanyId, id: TagId, change: TagChange): Promise<TagView> =>
      transact(async (tx) => {
        const tags = tagStore(tx);
        const all = await tags.lock(companyId);
        const before = found(await tags.find(companyId, id), 'Tag');
        const after = { ...before, ...given(change) };
        if (after.kanban !== before.kanban) {
          if (after.kanban) await requirePlan(tx, companyId, 'useKanban');
          // A ticket carries any number of tags and is in one lane: its tags cannot change their kind under it.
          if ((await tags.isCarried(companyId, id)) || leadersOf(all, id).length > 0) throw new Conflict('ERR_TAG_IN_USE', 'Tickets carry this tag, or lanes lead to it');
        }
        refuse(all, id, after);
        await refuseDuplicate(tags.save(companyId, id, after), ...DUPLICATE);
        return announced(tx, companyId, 'update', id);
      }),

    /** @returns the lanes that led to it, and lead nowhere now. @throws NotFound */
    remove: (companyId: CompanyId, id: TagId): Promise<TagId[]> =>
      transact(async (tx) => {
        const tags = tagStore(tx);
        const all = await tags.lock(companyId);
        found(all.find((tag) => tag.id === id), 'Tag');
        await tags.remove(companyId, id);
        tx.emit(companyId, tagEvent, { action: 'delete', tagId: id });
        return leadersOf(all, id);
      }),
  };
}

const leadersOf = (all: readonly Lane[], id: TagId): TagId[] => all.filter((lane) => lane.nextLaneId === id && lane.id !== id).map((lane) => lane.id);

function refuse(all: readonly Lane[], id: TagId | null, { kanban, nextLaneId }: TagFields): void {
  const fault = faultOfNext(all, id, kanban, nextLaneId);
  if (fault !== null) throw new Invalid('ERR_VALIDATION', fault.message, [fault]);
}

async function announced(tx: Tx, companyId: CompanyId, action: 'create' | 'update', id: TagId): Promise<TagView> {
  const tag = tagView(found(await tagStore(tx).find(companyId, id), 'Tag'));
  tx.emit(companyId, tagEvent, { action, tag });
  return tag;
}
