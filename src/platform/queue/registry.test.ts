import { z } from 'zod';
import { defineJob, defineQueue, handle } from './job';
import { createRegistry } from './registry';

const queue = defineQueue('CampaignQueue', { concurrency: 1 });
const payload = z.object({});
const verify = defineJob(queue, 'VerifyCampaigns', { payload, aliases: ['VerifyCampaignsDaatabase'] });
const dispatch = defineJob(queue, 'DispatchCampaign', { payload });
const nothing = async (): Promise<void> => undefined;

it('finds a handler by queue and name, older names included', () => {
  const handler = handle(verify, nothing);
  const registry = createRegistry([verify], [handler]);
  expect(registry('CampaignQueue', 'VerifyCampaigns')).toBe(handler);
  expect(registry('CampaignQueue', 'VerifyCampaignsDaatabase')).toBe(handler);
  expect(registry('CampaignQueue', 'Other')).toBeUndefined();
  expect(registry('MessageQueue', 'VerifyCampaigns')).toBeUndefined();
});

it('names every fault at once, and how to mend it', () => {
  const rival = defineJob(queue, 'VerifyCampaignsDaatabase', { payload });
  expect(() => createRegistry([verify, dispatch], [handle(verify, nothing), handle(rival, nothing)])).toThrow(
    [
      'The job queues cannot start:',
      '- CampaignQueue/VerifyCampaignsDaatabase has a handler but is not declared: add the job to the list given to the engine',
      '- CampaignQueue/VerifyCampaignsDaatabase has two handlers: remove one handle(…), or rename the job or its alias',
      '- CampaignQueue/DispatchCampaign has no handler: add handle(…) of it to the handlers of its feature',
    ].join('\n'),
  );
});
