/** Every variable of the environment: what it is, what it must be, its default. `.env.example` is printed from this table. */
import { z } from 'zod';
import { isTimeZone } from './kernel/clock';
import { isCronExpression } from './platform/cron/expression';

/** How a variable is told to a person. */
export interface About {
  readonly pt: string;
  readonly en: string;
  /** Its range or shape, in words that need no translation. */
  readonly mustBe: string;
  /** A value that works. */
  readonly example: string;
  /** The default as text; null when the variable may stay unset. */
  readonly fallback: string | null;
  /** Its value is never repeated in a fault. */
  readonly secret?: boolean;
}

const wholeNumber = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/)
    .transform(Number)
    .pipe(z.number().min(min).max(max));

const whole = (fallback: number, min: number, max: number, pt: string, en: string) => ({
  schema: wholeNumber(min, max).default(fallback),
  pt,
  en,
  mustBe: `${min}..${max}`,
  example: String(fallback),
  fallback: String(fallback),
});

const oneOf = <const T extends string>(options: readonly T[], fallback: T, pt: string, en: string) => ({
  schema: z.enum(options).default(fallback),
  pt,
  en,
  mustBe: options.join(' | '),
  example: fallback,
  fallback,
});

const text = (fallback: string, schema: z.ZodType<string, string>, mustBe: string, pt: string, en: string) => ({
  schema: schema.default(fallback),
  pt,
  en,
  mustBe,
  example: fallback,
  fallback,
});

const optional = <S extends z.ZodType>(schema: S, mustBe: string, example: string, pt: string, en: string) => ({
  schema: schema.optional().transform((value) => value ?? null),
  pt,
  en,
  mustBe,
  example,
  fallback: null,
});

const secret = <S extends z.ZodType>(...about: Parameters<typeof optional<S>>) => ({ ...optional(...about), secret: true });

const cron = (fallback: string, pt: string, en: string) =>
  text(fallback, z.string().refine(isCronExpression), 'cron: s min h dia mês semana / s min h day month weekday', pt, en);

const url = (scheme: RegExp) => z.url({ protocol: scheme });
const longText = (characters: number) => z.string().min(characters);
const origins = z
  .string()
  .transform((list) => list.split(',').map((origin) => origin.trim()))
  .pipe(z.array(z.string().regex(/^https?:\/\/[^/\s]+$/)));

export const variables = {
  NODE_ENV: oneOf(['production', 'development', 'test'], 'production', 'Ambiente, como o Sentry o mostra.', 'Environment, as Sentry shows it.'),
  ROLE: oneOf(
    ['all', 'api', 'worker'],
    'all',
    'O que este processo faz: tudo, só a API ou só as filas.',
    'What this process does: everything, the API only, or the queues only.',
  ),
  PORT: whole(8080, 0, 65_535, 'Porta HTTP; 0 escolhe uma livre.', 'HTTP port; 0 takes a free one.'),
  HOST: text(
    '127.0.0.1',
    z.string(),
    'nome ou IP / name or IP',
    'Endereço em que escuta. 0.0.0.0 aceita conexões de fora da máquina ou do contêiner.',
    'Address to listen on. 0.0.0.0 accepts connections from outside the machine or container.',
  ),
  DATA_DIR: text('./data', z.string(), 'pasta / folder', 'Dados do PostgreSQL e das filas embutidos.', 'Data of the embedded PostgreSQL and queues.'),
  PUBLIC_DIR: text('./public', z.string(), 'pasta / folder', 'Arquivos enviados pelas empresas.', 'Files uploaded by companies.'),
  LOG_LEVEL: oneOf(['trace', 'debug', 'info', 'warn', 'error', 'silent'], 'info', 'Nível mínimo do log.', 'Least level that is logged.'),
  SENTRY_DSN: optional(
    url(/^https?$/),
    'URL http(s)',
    'https://chave@o1.ingest.sentry.io/1',
    'Relato de erros ao Sentry; vazio desliga.',
    'Error reports to Sentry; unset means off.',
  ),

  DATABASE_URL: secret(
    url(/^postgres(ql)?$/),
    'postgres://…',
    'postgres://esquadrao:senha@127.0.0.1:5432/esquadrao',
    'PostgreSQL próprio; vazio inicia o embutido, em DATA_DIR.',
    'Your own PostgreSQL; unset starts the embedded one, in DATA_DIR.',
  ),
  DATABASE_POOL: whole(10, 2, 200, 'Conexões com o banco por processo.', 'Database connections per process.'),

  REDIS_URI: secret(
    url(/^rediss?$/),
    'redis://… | rediss://…',
    'redis://127.0.0.1:6379',
    'Redis das filas Bull; vazio (e sem REDIS_HOST) usa o motor embutido.',
    'Redis of the Bull queues; unset (and no REDIS_HOST) means the embedded engine.',
  ),
  REDIS_HOST: optional(z.string(), 'nome ou IP / name or IP', '127.0.0.1', 'Redis em partes; REDIS_URI vence.', 'Redis in parts; REDIS_URI wins.'),
  REDIS_PORT: whole(6379, 1, 65_535, 'Porta do REDIS_HOST.', 'Port of REDIS_HOST.'),
  REDIS_PASSWORD: secret(z.string(), 'texto / text', 'senha-do-redis', 'Senha do REDIS_HOST.', 'Password of REDIS_HOST.'),
  REDIS_OPT_LIMITER_MAX: whole(1, 1, 10_000, 'Ritmo padrão de cada conexão: quantas mensagens…', 'Default pace of each connection: how many messages…'),
  REDIS_OPT_LIMITER_DURATION: whole(3000, 0, 3_600_000, '…a cada quantos milissegundos.', '…every how many milliseconds.'),
  BULL_USER: optional(
    z.string(),
    'texto / text',
    'operador',
    'Usuário do painel /admin/queues; vazio desliga o painel.',
    'User of the board at /admin/queues; unset means no board.',
  ),
  BULL_PASS: secret(longText(10), '≥ 10 caracteres / characters', 'uma-senha-longa', 'Senha do painel.', 'Password of the board.'),

  JWT_SECRET: secret(
    longText(32),
    '≥ 32 caracteres / characters',
    '0123456789abcdef0123456789abcdef',
    'Assina os tokens de acesso; vazio: gerado no primeiro início e guardado no banco.',
    'Signs access tokens; unset: made at first start and kept in the database.',
  ),
  JWT_REFRESH_SECRET: secret(
    longText(32),
    '≥ 32 caracteres / characters',
    'fedcba9876543210fedcba9876543210',
    'Assina os tokens de renovação; idem.',
    'Signs refresh tokens; likewise.',
  ),
  ADMIN_EMAIL: text(
    'admin@esquadrao.local',
    z.email(),
    'e-mail',
    'E-mail do primeiro administrador, em banco vazio.',
    'E-mail of the first administrator, on an empty database.',
  ),
  ADMIN_PASSWORD: secret(
    longText(8),
    '≥ 8 caracteres / characters',
    'troque-esta-senha',
    'Senha do primeiro administrador; vazio: sorteada e mostrada uma vez.',
    'Password of the first administrator; unset: a random one is printed once.',
  ),
  CORS_ORIGINS: optional(
    origins,
    'https://a,https://b',
    'https://app.exemplo.com.br',
    'Origens de front ends em outro endereço, separadas por vírgula; vazio: nenhuma.',
    'Origins of front ends on another address, separated by commas; unset: none.',
  ),
  TRUST_PROXY: whole(
    0,
    0,
    10,
    'Quantos proxies há na frente (nginx: 1), para saber o IP do cliente.',
    'Proxies in front (nginx: 1), to know the IP of the client.',
  ),

  SEED_DEMO: optional(
    z.enum(['on', 'off']),
    'on | off',
    'off',
    'Dados de demonstração; vazio: on somente com banco e filas embutidos.',
    'Demo data; unset: on only when database and queues are embedded.',
  ),
  SIMULATOR: oneOf(['on', 'off'], 'on', 'Simulador de WhatsApp (/simulator).', 'WhatsApp simulator (/simulator).'),
  SIMULATOR_URL: optional(
    url(/^https?$/),
    'URL http(s)',
    'http://127.0.0.1:8090',
    'Simulador em processo próprio; vazio: dentro deste.',
    'Simulator in a process of its own; unset: inside this one.',
  ),

  DEFAULT_TIMEZONE: text(
    'America/Sao_Paulo',
    z.string().refine(isTimeZone),
    'IANA: America/Recife',
    'Fuso da primeira empresa e das rotinas por horário.',
    'Time zone of the first company and of the jobs by the clock.',
  ),
  DELIVERY_LEASE_SECONDS: whole(
    15,
    5,
    300,
    'Prazo de um envio sem resposta até virar "desconhecido".',
    'How long a send may stay unanswered before it is "unknown".',
  ),
  DELIVERY_UNKNOWN_WAIT_SECONDS: optional(
    wholeNumber(1, 86_400),
    '1..86400',
    '900',
    'Espera pelo status que resolve um envio desconhecido; vazio: o prazo do canal.',
    'Wait for the status that resolves an unknown send; unset: as long as the channel says.',
  ),
  SWEEP_SECONDS: whole(5, 1, 60, 'Intervalo da varredura que repõe avisos perdidos.', 'Period of the sweep that makes up for lost doorbells.'),
  SCHEDULE_CHECK_SECONDS: whole(5, 1, 300, 'Intervalo da busca por agendamentos na hora de sair.', 'Period of the search for schedules that are due.'),
  CAMPAIGN_CHECK_SECONDS: whole(20, 1, 300, 'Intervalo da busca por campanhas na hora de começar.', 'Period of the search for campaigns that are due.'),
  CAMPAIGN_LATENESS_HOURS: whole(24, 1, 8_760, 'Atraso com que uma campanha ainda começa sozinha.', 'How late a campaign still starts by itself.'),
  PRESENCE_CHECK_SECONDS: whole(60, 1, 3_600, 'Intervalo da busca por usuários que ficaram em silêncio.', 'Period of the search for users who fell silent.'),
  SCHEDULER_ENABLED: oneOf(['true', 'false'], 'true', 'Rotinas por horário (crons) neste processo.', 'Jobs by the clock (crons) in this process.'),
  SCHEDULER_LEADER: oneOf(
    ['auto', 'true', 'false'],
    'auto',
    'Quem as executa: auto, um dos processos, e outro se ele morrer; true, sempre este; false, nunca este.',
    'Who runs them: auto, one of the processes, and another if it dies; true, always this one; false, never this one.',
  ),
  QUEUE_CHECK_SECONDS: whole(20, 1, 3_600, 'Intervalo da busca por atendimentos perdidos.', 'Period of the search for lost tickets.'),
  ROUTER_CRON: cron('0 */2 * * * *', 'Quando o roteador distribui atendimentos.', 'When the router hands tickets out.'),
  LANES_CRON: cron('0 * * * * *', 'Quando as etapas do kanban avançam.', 'When kanban lanes move on.'),
  AUTO_CLOSE_CRON: cron('30 * * * * *', 'Quando conversas em silêncio são avisadas e encerradas.', 'When silent conversations are reminded and closed.'),
  INVOICES_CRON: cron('0 0 * * * *', 'Quando faturas são criadas.', 'When invoices are made.'),
  SESSION_CLEANUP_CRON: cron('0 15 3 * * *', 'Quando sessões abandonadas são limpas.', 'When abandoned sessions are cleaned up.'),
  IMPORT_MAX_BYTES: whole(52_428_800, 1_024, 524_288_000, 'Tamanho máximo de um arquivo de lista.', 'Largest list file.'),
  IMPORT_MAX_LINES: whole(200_000, 1, 2_000_000, 'Máximo de linhas de um arquivo de lista.', 'Most lines of a list file.'),
} satisfies Record<string, About & { schema: z.ZodType }>;

/**
 * The text of `.env.example`; `npx tsx scripts/env-example.ts` writes it, a test keeps it equal.
 * All lines are commented out, because every default works.
 */
export function envExample(): string {
  const head = [
    'Todas são opcionais: sem nenhuma, tudo roda embutido em uma máquina. Copie para .env o que quiser mudar.',
    'All are optional: with none, everything runs embedded on one machine. Copy to .env what you want to change.',
  ];
  const blocks = Object.entries(variables).map(([name, about]: [string, About]) => [
    about.pt,
    about.en,
    `${about.mustBe}; padrão / default: ${about.fallback ?? '(vazio / unset)'}`,
    `${name}=${about.example}`,
  ]);
  const comment = (lines: readonly string[]) => lines.map((line) => `# ${line}\n`).join('');
  return [head, ...blocks].map(comment).join('\n');
}
