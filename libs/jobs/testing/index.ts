export { FakeJobQueue, type RequestedJob } from './fake-job-queue.js';
export { describeJobQueueContract, type JobQueueFixture } from './job-queue.contract.js';
export { describeJobWorkerContract, type JobWorkerFixture } from './job-worker.contract.js';
