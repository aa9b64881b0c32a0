import type { INestApplicationContext } from '@nestjs/common';
import { DirectConnections } from '#libs/persistence';
import type { Runtime } from '../../../runtime/runtime.js';
import { COLLECTIONS_WITH_ROWS, MaintenanceTables } from '../../../maintenance/maintenance.tables.js';
import { DocumentEngines } from '../document-engines.js';
import { CleanDocuments } from './clean-documents.js';
import { MoveDocuments, type MoveParts } from './move-documents.js';

function partsOf(app: INestApplicationContext, runtime: Runtime): MoveParts {
  const tables = app.get(MaintenanceTables, { strict: false });
  return {
    connections: app.get(DirectConnections, { strict: false }),
    active: runtime.engines,
    engines: app.get(DocumentEngines, { strict: false }),
    collections: COLLECTIONS_WITH_ROWS,
    shown: (collection, ids) => tables.textVersions(collection as (typeof COLLECTIONS_WITH_ROWS)[number], ids),
  };
}

/** What `cairn move documents` works with. */
export function openMover(app: INestApplicationContext, runtime: Runtime): { move: MoveDocuments; clean: CleanDocuments } {
  const parts = partsOf(app, runtime);
  return { move: new MoveDocuments(parts), clean: new CleanDocuments(parts) };
}
