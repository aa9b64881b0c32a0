import { describeJobsCommand } from './testing/jobs-command.suite.js';

describeJobsCommand('BullMQ on PostgreSQL');
