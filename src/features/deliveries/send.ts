/** One delivery through its channel: part by part, each with a reference that the provider echoes. */
import type { Channel, Content } from '../../platform/channels/channel';
import type { ConnectionId, DeliveryId } from '../../kernel/ids';
import { Unavailable } from '../../kernel/errors';
import type { Claimed } from './claim.store';
import { accepted, outcomeOf, type Outcome } from './outcome.rules';
import type { Attempted } from './record.store';

/** WhatsApp shows no caption under an audio, so its text goes ahead as a message of its own. */
export function partsOf({ body, media }: Pick<Claimed, 'body' | 'media'>): Content[] {
  if (media === null) return [{ text: body, media: null }];
  if (!media.mimeType.startsWith('audio/') || body === '') return [{ text: body, media }];
  return [{ text: body, media: null }, { text: '', media }];
}

/** `123` for the last part of delivery 123, `123.0` for one before it. */
export function referenceOf(id: DeliveryId, part: number, parts: number): string {
  return part === parts - 1 ? String(id) : `${id}.${part}`;
}

/** @returns null for a reference that is not of our making. */
export function parseReference(reference: string): { id: DeliveryId; last: boolean } | null {
  const match = /^(\d{1,15})(\.\d)?$/.exec(reference);
  return match === null ? null : { id: Number(match[1]) as DeliveryId, last: match[2] === undefined };
}

/**
 * Sends what is left of `delivery` and says what became of it; never throws.
 * @param onError hears the error itself, for the lane's pace and the log.
 */
export async function sendDelivery(
  channel: Channel, connectionId: ConnectionId, delivery: Claimed, probing: boolean, random: () => number,
  onError: (error: unknown) => void,
): Promise<Attempted> {
  const parts = partsOf(delivery);
  let partsSent = delivery.partsSent;
  let providerMessageId: string | null = null;
  const attempted = (outcome: Outcome): Attempted => ({ id: delivery.id, fence: delivery.fence, partsSent, providerMessageId, outcome });
  try {
    for (const content of parts.slice(partsSent)) {
      const sent = await channel.send({
        companyId: delivery.companyId, connectionId, to: delivery.recipient, isGroup: delivery.isGroup,
        content, reference: referenceOf(delivery.id, partsSent, parts.length),
      });
      providerMessageId = sent.providerMessageId;
      partsSent += 1;
    }
    return attempted(accepted);
  } catch (error) {
    onError(error);
    // A media refused after its text has left must not repeat the text: partsSent says where to go on.
    providerMessageId = null;
    return attempted(outcomeOf(error, delivery.attempts + 1, probing && error instanceof Unavailable, random));
  }
}
