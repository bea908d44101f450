import { defineQueue } from './platform/queue/job';

/**
 * Every job queue of the product. Stored names are those that existing Redis data and tools know,
 * misspelling included. Pace is never set here: it belongs to a connection's lane (features/deliveries).
 */
export const queues = {
  message: defineQueue('MessageQueue', { concurrency: 20 }),
  scheduleMonitor: defineQueue('ScheduleMonitor', { concurrency: 1 }),
  sendScheduled: defineQueue('SendSacheduledMessages', { concurrency: 5 }),
  campaign: defineQueue('CampaignQueue', { concurrency: 10 }),
  queueMonitor: defineQueue('QueueMonitor', { concurrency: 1 }),
  userMonitor: defineQueue('UserMonitor', { concurrency: 1 }),
} as const;
