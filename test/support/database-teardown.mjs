export default async function tearDown() {
  await globalThis.cairnTestPostgres?.stop();
}
