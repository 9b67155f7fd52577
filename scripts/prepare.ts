import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'

/** Makes dist/embedded.tar, an empty data folder of the embedded engine, unless the build has it already. */
const file = join(import.meta.dirname, '../dist/embedded.tar')
if (!existsSync(file)) {
  const pglite = await PGlite.create()
  writeFileSync(file, Buffer.from(await (await pglite.dumpDataDir('none')).arrayBuffer()))
  await pglite.close()
}
