export { type BullConnection, bullConnection } from './bull-connection.js';
export { BullQueue } from './bull-queue.js';
export { bullRedisConnection, type BullRedisSettings } from './bull-redis-connection.js';
export { BullmqJobAdmin } from './bullmq-job-admin.js';
export { BullmqJobSink } from './bullmq-job-sink.js';
export { BullmqJobWorker, type BullmqJobWorkerOptions } from './bullmq-job-worker.js';
export { migrateJobs } from './migrate-jobs.js';
export { redisServerProblem, type ServerProblem } from './redis-server-problem.js';
