export default async function tearDown() {
  await globalThis.cairnUnderTest?.stop();
}
