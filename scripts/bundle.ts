import { join } from 'node:path'
import { build } from 'esbuild'

/** Packages that find files of their own beside them. All others are bundled: reading each of their files takes half of a start. */
const APART = ['@electric-sql/pglite', '@fastify/swagger-ui', 'fs-native-extensions', 'pino']

/** Makes one file for Node.js of each source file, at the same place below the folder; paths are relative to the project. */
export async function bundle (entryPoints: string[], outdir: string): Promise<void> {
  await build({
    absWorkingDir: join(import.meta.dirname, '..'),
    entryPoints,
    outdir,
    outbase: 'src',
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    sourcemap: true,
    external: APART.flatMap(name => [name, `${name}/*`]),
    // What is bundled of CommonJS asks for Node's own modules by require.
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" }
  })
}
