import { existsSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { build } from 'esbuild'
import { bundle } from './bundle.ts'

/**
 * Makes dist/, or the folder that is named: the service, the command line, the client and the thread that reads spreadsheets as one file each, and dist/embedded.tar, an empty data folder of the embedded
 * engine to start new ones from. Types are checked by `npm test`, not here, so that `npm start` need not wait for it.
 */

const root = join(import.meta.dirname, '..')
const folder = process.argv[2] ?? 'dist'

await bundle(['src/main.ts', 'src/cli/main.ts', 'src/sheet/worker.ts'], folder)

// One file for Node.js and browsers. Its types are made where the package is (`npm pack`), since that takes some seconds.
await build({
  absWorkingDir: root,
  entryPoints: ['src/client/client.ts'],
  outdir: `${folder}/client`,
  bundle: true,
  format: 'esm',
  platform: 'neutral',
  mainFields: ['module', 'main'],
  target: 'es2022',
  sourcemap: true
})

const prepared = resolve(root, folder, 'embedded.tar')
if (!existsSync(prepared)) {
  const pglite = await PGlite.create()
  writeFileSync(prepared, Buffer.from(await (await pglite.dumpDataDir('none')).arrayBuffer()))
  await pglite.close()
}
