import { systemContext } from '#libs/kernel';
import { type TestProcess, TwoEngines } from './testing/two-engines.js';

describe('SwitchingDocumentStore', () => {
  let site: TwoEngines;
  let api: TestProcess;
  beforeEach(async () => {
    site = await TwoEngines.open();
    api = await site.process({ knowsBoth: false });
    await site.fill(api.store, 3);
    api = await site.process();
  });
  afterEach(() => site.close());

  async function switchTo(engine: string): Promise<void> {
    await site.db.query(`update platform.active_engines set engine = $1, epoch = epoch + 1, copies = array[engine], changed_at = now() where port = 'documents'`, [engine]);
  }

  it('should write to the new engine what was staged in the old one', async () => {
    const question = site.text();
    const staged = await api.store.stage('questions', [question]);
    await switchTo('mongodb');
    await site.db.unitOfWork.run(systemContext('test'), (tx) => staged.attach(tx));
    expect((await site.there.getMany('questions', [question])).get(question.id)).toEqual(question);
    expect((await site.here.getMany('questions', [question])).size).toBe(0);
  });

  it('should lose it when the epoch is not asked for (control)', async () => {
    const careless = await site.process({ ignoreEpoch: true });
    const question = site.text();
    const staged = await careless.store.stage('questions', [question]);
    await switchTo('mongodb');
    await site.db.unitOfWork.run(systemContext('test'), (tx) => staged.attach(tx));
    expect((await site.there.getMany('questions', [question])).size).toBe(0);
  });

  it('should read what a process that knows of a switch earlier has written', async () => {
    const [late, question] = [await site.process(), site.text()];
    await switchTo('mongodb');
    await api.active.refresh();
    await site.write(api.store, question);
    expect(late.active.engineOf('documents')).toBe('postgres');
    expect((await late.store.getMany('questions', [question])).get(question.id)).toEqual(question);
    expect(late.active.engineOf('documents')).toBe('mongodb');
  });

  it('should list the newest versions after a switch that it has not heard of', async () => {
    const [late, question] = [await site.process(), site.text()];
    await site.write(api.store, question);
    await site.there.put('questions', [question]);
    await switchTo('mongodb');
    await api.active.refresh();
    await site.write(api.store, { ...question, version: 2 });
    expect((await late.store.versions('questions', question.id, 9)).map((version) => version.version)).toEqual([2, 1]);
  });

  it('should erase in every engine that holds copies, also when a move begins meanwhile', async () => {
    const question = site.text();
    await site.write(api.store, question);
    await site.there.put('questions', [question]);
    const erase = site.here.erase.bind(site.here);
    site.here.erase = async (collection, ids) => {
      await erase(collection, ids);
      await site.db.query(`update platform.active_engines set state = 'moving', target = 'mongodb' where port = 'documents'`);
    };
    await api.store.erase('questions', [question.id]);
    expect([(await site.here.versions('questions', question.id, 9)).length, (await site.there.versions('questions', question.id, 9)).length]).toEqual([0, 0]);
  });

  it('should refuse to erase half: with copies where this process cannot reach', async () => {
    await site.db.query(`update platform.active_engines set copies = '{mongodb}' where port = 'documents'`);
    const short = await site.process({ knowsBoth: false });
    await expect(short.store.erase('questions', [site.text().id])).rejects.toMatchObject({ code: 'ENGINES.NOT_SET' });
  });

  it('should answer 503 and the fix when the texts are where this process cannot follow', async () => {
    const short = await site.process({ knowsBoth: false });
    await switchTo('mongodb');
    await short.active.refresh();
    const writing = site.write(short.store, site.text());
    await expect(writing).rejects.toMatchObject({ code: 'ENGINES.NOT_SET', message: expect.stringContaining('MONGODB_URI') });
  });

  it('should note what commits while a move copies, and nothing otherwise', async () => {
    const [before, during] = [site.text(), site.text()];
    await site.write(api.store, before);
    await site.db.query(`update platform.active_engines set state = 'moving', target = 'mongodb' where port = 'documents'`);
    await site.write(api.store, during);
    await expect(site.write(api.store, site.text(), () => Promise.reject(new Error('rolled back')))).rejects.toThrow('rolled back');
    expect(await site.db.query('select collection, id, version from platform.document_journal')).toEqual([{ collection: 'questions', id: during.id, version: 1 }]);
  });
});
