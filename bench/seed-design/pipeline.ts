/**
 * The customary design of bulk sending in this field, rebuilt faithfully as a measuring baseline: bare Bull, one job per
 * contact and step, the whole campaign with its list loaded by every one of them, `findOrCreate` for the recipient's row,
 * "send, then update", and a count of delivered rows after each to find the end.
 *
 * Nothing here is how the product works. Where the design leaves a choice, the one that favours it is taken: no ticket is
 * opened, no browser event is serialised, and the pauses before and between messages can be set to zero.
 */
import type { Job, Queue } from 'bull';
import { Op, QueryTypes, type Sequelize } from 'sequelize';
import { Campaign, CampaignSetting, CampaignShipping, ContactList, ContactListItem, Whatsapp } from './models';

export interface PipelineOptions {
  readonly queue: Queue;
  readonly sequelize: Sequelize;
  readonly send: (number: string, text: string) => Promise<void>;
  /** How often due campaigns are looked for, ms. */
  readonly verifyEveryMs: number;
  /** The pause of the design before each look, ms. */
  readonly verifyPauseMs: number;
}

interface Settings {
  messageInterval: number;
  longerIntervalAfter: number;
  greaterInterval: number;
  variables: { key: string; value: string }[];
}

/** Registers the four processors and the repeatable. Each has concurrency 1, which on one queue adds up to four jobs at once. */
export async function startPipeline({ queue, sequelize, send, verifyEveryMs, verifyPauseMs }: PipelineOptions): Promise<void> {
  let isProcessing = false;

  async function verifyCampaigns(): Promise<void> {
    if (isProcessing) return;
    isProcessing = true;
    try {
      await new Promise((resolve) => setTimeout(resolve, verifyPauseMs));
      const due = await sequelize.query<{ id: number; scheduledAt: Date }>(
        `SELECT id, "scheduledAt" FROM seed_design."Campaigns"
         WHERE "scheduledAt" BETWEEN NOW() AND NOW() + INTERVAL '3 hour' AND status = 'PROGRAMADA'`,
        { type: QueryTypes.SELECT },
      );
      await Promise.all(
        due.map(async ({ id, scheduledAt }) => {
          await Campaign.update({ status: 'EM_ANDAMENTO' }, { where: { id } });
          const delay = scheduledAt.getTime() - Date.now();
          await queue.add(
            'ProcessCampaign',
            { id, delay },
            { priority: 3, removeOnComplete: { age: 3600, count: 10 }, removeOnFail: { age: 3600, count: 10 } },
          );
        }),
      );
    } finally {
      isProcessing = false;
    }
  }

  async function processCampaign(job: Job<{ id: number }>): Promise<void> {
    const campaign = await getCampaign(job.data.id);
    const settings = await getSettings();
    if (campaign === null) return;
    const { contacts } = campaign.contactList;
    // As the design has it, milliseconds are taken for a number of contacts, and later for seconds.
    const longerIntervalAfter = settings.longerIntervalAfter * 1000;
    const greaterInterval = settings.greaterInterval * 1000;
    let baseDelay = campaign.scheduledAt.getTime();
    const adding: Promise<unknown>[] = [];
    for (const [index, contact] of contacts.entries()) {
      const interval = index > longerIntervalAfter ? greaterInterval : settings.messageInterval;
      baseDelay += interval * 1000;
      const delay = Math.trunc((baseDelay - Date.now()) / 1000) * 1000 + interval;
      const data = { contactId: contact.id, campaignId: campaign.id, variables: settings.variables, delay };
      adding.push(queue.add('PrepareContact', data, { removeOnComplete: true }));
    }
    await Promise.all(adding);
  }

  async function prepareContact(job: Job<{ contactId: number; campaignId: number; delay: number; variables: Settings['variables'] }>): Promise<void> {
    const { contactId, campaignId, delay, variables } = job.data;
    const campaign = await getCampaign(campaignId);
    const contact = await ContactListItem.findByPk(contactId);
    if (campaign === null || contact === null) return;
    const messages = [campaign.message1, campaign.message2].filter((message) => message !== '');
    const message = expand(messages[Math.floor(Math.random() * messages.length)] ?? '', variables, contact);
    const fields = { number: contact.number, contactId, campaignId, message: `\u200c ${message}`, jobId: null, deliveredAt: null };
    const [record, created] = await CampaignShipping.findOrCreate({ where: { campaignId, contactId }, defaults: fields });
    if (record.deliveredAt === null) {
      if (!created) await record.update(fields);
      const next = await queue.add('DispatchCampaign', { campaignId, campaignShippingId: record.id, contactListItemId: contactId }, { delay });
      await record.update({ jobId: String(next.id) });
    }
    await verifyAndFinalizeCampaign(campaign);
  }

  async function dispatchCampaign(job: Job<{ campaignId: number; campaignShippingId: number }>): Promise<void> {
    const campaign = await getCampaign(job.data.campaignId);
    if (campaign?.whatsapp.status !== 'CONNECTED') return;
    const shipping = await CampaignShipping.findByPk(job.data.campaignShippingId, { include: [{ model: ContactListItem, as: 'contact' }] });
    if (shipping === null) return;
    await send(shipping.number, shipping.message);
    await shipping.update({ deliveredAt: new Date() });
    await verifyAndFinalizeCampaign(campaign);
  }

  // The design's handlers catch what goes wrong and tell a log, so Bull sees success.
  const swallow =
    <T>(handler: (job: Job<T>) => Promise<void>) =>
    (job: Job<T>) =>
      handler(job).catch((error: unknown) => console.error(error));
  const processors = [
    queue.process('VerifyCampaignsDaatabase', swallow(verifyCampaigns)),
    queue.process('ProcessCampaign', swallow(processCampaign)),
    queue.process('PrepareContact', swallow(prepareContact)),
    queue.process('DispatchCampaign', 1, swallow(dispatchCampaign)),
  ];
  await queue.add('VerifyCampaignsDaatabase', {}, { repeat: { every: verifyEveryMs }, removeOnComplete: true });
  await Promise.all(processors);
}

/** The campaign with its connection and its whole list: what every job of the design begins with. */
function getCampaign(id: number): Promise<Campaign | null> {
  return Campaign.findByPk(id, {
    include: [
      { model: ContactList, as: 'contactList', include: [{ model: ContactListItem, as: 'contacts', where: { isWhatsappValid: true } }] },
      { model: Whatsapp, as: 'whatsapp' },
    ],
  });
}

async function getSettings(): Promise<Settings> {
  const rows = await CampaignSetting.findAll();
  const stored = Object.fromEntries(rows.map(({ key, value }) => [key, JSON.parse(value) as unknown]));
  return { messageInterval: 20, longerIntervalAfter: 20, greaterInterval: 60, variables: [], ...stored };
}

async function verifyAndFinalizeCampaign(campaign: Campaign): Promise<void> {
  const delivered = await CampaignShipping.count({ where: { campaignId: campaign.id, deliveredAt: { [Op.ne]: null } } });
  if (delivered === campaign.contactList.contacts.length) await campaign.update({ status: 'FINALIZADA', completedAt: new Date() });
}

function expand(message: string, variables: Settings['variables'], contact: ContactListItem): string {
  const known = message
    .replace(/{nome}/g, contact.name)
    .replace(/{email}/g, contact.email)
    .replace(/{numero}/g, contact.number);
  return variables.reduce((text, { key, value }) => text.replace(new RegExp(`{${key}}`, 'g'), value), known);
}
