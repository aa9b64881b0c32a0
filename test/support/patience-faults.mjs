import { jest } from '@jest/globals';

jest.setTimeout(3_600_000);
