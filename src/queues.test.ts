import { parseConfig } from './config';
import { campaignJobs } from './features/campaigns';
import { sendMessage } from './features/deliveries';
import { routingJobs } from './features/routing';
import { scheduleJobs } from './features/schedules';
import { userJobs } from './features/users';
import { seconds } from './kernel/clock';
import type { Job } from './platform/queue/job';
import { queues } from './queues';

const config = parseConfig({});
const jobs: readonly Job[] = [
  sendMessage,
  ...userJobs(config.presence.checkMs), ...campaignJobs(config.campaigns.checkMs), ...routingJobs(config.scheduler.queueCheckMs), ...scheduleJobs(config.schedules.checkMs),
];

it('keeps the names under which queues and jobs are stored', () => {
  expect(Object.values(queues).map(({ storedName }) => storedName).sort()).toEqual(
    ['CampaignQueue', 'MessageQueue', 'QueueMonitor', 'ScheduleMonitor', 'SendSacheduledMessages', 'UserMonitor']);
  const stored = jobs.map(({ queue, name, aliases = [] }) => [queue.storedName, name, ...aliases].join(' ')).sort();
  expect(stored).toEqual([
    'CampaignQueue DispatchCampaign', 'CampaignQueue PrepareContact', 'CampaignQueue ProcessCampaign', 'CampaignQueue SettleCampaign',
    'CampaignQueue VerifyCampaigns VerifyCampaignsDaatabase', 'MessageQueue SendMessage', 'QueueMonitor VerifyQueueStatus', 'ScheduleMonitor FireDue',
    'ScheduleMonitor Verify', 'SendSacheduledMessages SendMessage', 'UserMonitor VerifyLoginStatus',
  ]);
});

it('looks as often as it always did', () => {
  const periods = Object.fromEntries(jobs.flatMap(({ name, repeat }) => (repeat === undefined ? [] : [[name, repeat.everyMs]])));
  expect(periods).toEqual({ VerifyCampaigns: seconds(20), VerifyQueueStatus: seconds(20), VerifyLoginStatus: seconds(60), Verify: seconds(5) });
});

it('runs the cron jobs at their hours', () => {
  expect(config.scheduler).toMatchObject({
    router: '0 */2 * * * *', lanes: '0 * * * * *', autoClose: '30 * * * * *', invoices: '0 0 * * * *', sessionCleanup: '0 15 3 * * *', timezone: 'America/Sao_Paulo',
  });
});
