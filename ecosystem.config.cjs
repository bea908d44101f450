// pm2 start ecosystem.config.cjs (after npm ci && npm run build). Variables come from .env beside this file.

const service = {
  script: 'dist/src/server.js',
  cwd: __dirname,
  // One fork each, never "cluster": Socket.IO would need sticky sessions there.
  exec_mode: 'fork',
  instances: 1,
  // Longer than the product's own grace for running sends.
  kill_timeout: 20_000,
  // A crash loop must not turn into a storm against the database.
  exp_backoff_restart_delay: 200,
  time: false,
};

module.exports = {
  apps: [
    { ...service, name: 'esquadrao', env: { ROLE: 'all' } },

    // Several processes (DATABASE_URL and REDIS_URI set): these two instead of the one above, as many workers as wanted.
    // { ...service, name: 'esquadrao-api', env: { ROLE: 'api' } },
    // { ...service, name: 'esquadrao-worker-1', env: { ROLE: 'worker' } },
  ],
};
