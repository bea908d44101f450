import { Unavailable } from '../../kernel/errors';
import type { ContactId, TicketId } from '../../kernel/ids';
import type { Tx } from '../../platform/transact';
import { conversationStore, type Conversation, type Place } from './conversation.store';

type At = Pick<Conversation, 'companyId' | 'connectionId' | 'number'>;
type OpenPlace = Place & { readonly contactId: ContactId; readonly ticketId: TicketId };

const keyOf = (at: At): string => `${at.companyId}/${at.connectionId}/${at.number}`;
const isOpen = (place: Place): place is OpenPlace => place.ticketId !== null;

/**
 * Finds the ticket of each conversation, making the contacts and tickets that are missing. One statement when all are
 * there, six at most, for a thousand. Safe against any number of callers that open the same ones at the same moment.
 * @param wanted may name a contact and connection several times: the first entry decides how a new ticket is made.
 * @returns the place of any conversation asked for.
 */
export async function openConversations(tx: Tx, wanted: readonly Conversation[]): Promise<(at: At) => OpenPlace> {
  const store = conversationStore(tx);
  const conversations = firstOfEach(wanted);
  let places = await store.findAcrossCompanies(conversations);
  if (places.some(({ contactId }) => contactId === null)) {
    await store.addContactsAcrossCompanies(conversations);
    places = await store.findAcrossCompanies(conversations);
  }
  if (!places.every(isOpen)) {
    const contacts = new Map(places.filter((place) => !isOpen(place)).map((place) => [keyOf(place), place.contactId]));
    const missing = conversations.flatMap((conversation) => {
      const contactId = contacts.get(keyOf(conversation)) ?? null;
      return contactId === null ? [] : [{ ...conversation, contactId }];
    });
    await store.lockContactsAcrossCompanies(missing.map(({ contactId }) => contactId));
    await store.addTicketsAcrossCompanies(missing);
    places = await store.findAcrossCompanies(conversations);
  }
  const open = new Map(places.filter(isOpen).map((place) => [keyOf(place), place]));
  return (at) => {
    const place = open.get(keyOf(at));
    // Its contact or connection was deleted between two statements: the unit of work runs again, or finds its row gone.
    if (place === undefined) throw new Unavailable('ERR_CONVERSATION_GONE', 'The conversation was deleted at this moment');
    return place;
  };
}

function firstOfEach(conversations: readonly Conversation[]): Conversation[] {
  const firsts = new Map<string, Conversation>();
  for (const conversation of conversations) {
    const key = keyOf(conversation);
    if (!firsts.has(key)) firsts.set(key, conversation);
  }
  return [...firsts.values()];
}
