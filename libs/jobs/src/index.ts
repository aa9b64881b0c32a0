export { assertJson } from './assert-json.js';
export { defineJob, handleJob, type RegisteredJob } from './define-job.js';
export { type FailedJob, JobAdmin, type JobCounts, type QueueCounts } from './job-admin.port.js';
export { type JobDefinition, type JobHandler, JobQueue, type Json } from './job-queue.port.js';
export { JobRegistry } from './job-registry.js';
export { jobsConfig } from './jobs.config.js';
export { type JobSchedule, JobWorker } from './job-worker.port.js';
export { OutboxJobQueue } from './outbox-job-queue.js';
