import type { PGlite } from '@electric-sql/pglite'

/**
 * Sets an embedded engine back to what it was. The engine is a WebAssembly program whose files are in memory, so all
 * that it knows is the bytes of its memory, its folders and files, and the list of those that are open. (Emscripten has
 * no such thing; its file system's objects are described in its `libfs.js` and `libmemfs.js`.)
 */

/** The engine's shared libraries, to be loaded before a snapshot: what loading one changes outside the memory stays. */
export const LIBRARIES = ['plpgsql', 'dict_snowball', 'pg_trgm', 'unaccent'].map(name => `$libdir/${name}`)

/** A file or folder of Emscripten's file system, as far as it matters here. */
interface FileNode {
  contents?: Uint8Array | Record<string, FileNode>
  usedBytes?: number
  name_next?: FileNode | undefined
  mounted?: { root: FileNode } | null
}

interface Stream { shared: object }

/** Emscripten's file system. `nameTable` finds a node by its folder and name. */
interface FileSystem {
  root: FileNode
  nameTable: (FileNode | undefined)[]
  streams: (Stream | null | undefined)[]
  hashAddNode: (node: FileNode) => void
}

/** The unit in which memory is kept, in bytes; of one that is all nought only that is kept. */
const PAGE = 65_536

const NOUGHT = new Uint8Array(PAGE)

/** Keeps what an idle engine is now. Returns a function that sets it back to that, when it is idle again. */
export function snapshot (pglite: PGlite): () => void {
  const engine = pglite.Module as unknown as { HEAPU8: Uint8Array, FS: FileSystem }
  const backs = [snapshotMemory(engine), snapshotFiles(engine.FS), snapshotStreams(engine.FS)]
  return () => { for (const back of backs) back() }
}

function snapshotMemory (engine: { HEAPU8: Uint8Array }): () => void {
  const pages: (Uint8Array | undefined)[] = []
  for (let at = 0; at < engine.HEAPU8.length; at += PAGE) {
    const page = engine.HEAPU8.subarray(at, at + PAGE)
    pages.push(Buffer.compare(page, NOUGHT) === 0 ? undefined : page.slice())
  }
  return () => {
    // The memory may have grown, and then it is another array.
    for (let at = 0; at < engine.HEAPU8.length; at += PAGE) engine.HEAPU8.set(pages[at / PAGE] ?? NOUGHT, at)
  }
}

function snapshotFiles (fs: FileSystem): () => void {
  const kept = [...nodesBelow(fs.root)].map((node) => {
    const { contents } = node
    const copy = contents instanceof Uint8Array ? contents.slice(0, node.usedBytes) : { ...contents }
    return { node, fields: { ...node }, copy }
  })
  return () => {
    fs.nameTable.fill(undefined)
    for (const { node, fields, copy } of kept) {
      const { contents } = node
      Object.assign(node, fields, { name_next: undefined })
      if (!(copy instanceof Uint8Array)) {
        if (fields.contents !== undefined) node.contents = { ...copy }
      } else if (contents instanceof Uint8Array && contents.length >= copy.length) {
        contents.set(copy)
        node.contents = contents
      } else {
        node.contents = copy.slice()
      }
    }
    for (const { node } of kept) fs.hashAddNode(node)
  }
}

function * nodesBelow (node: FileNode): Generator<FileNode> {
  yield node
  if (node.contents !== undefined && !(node.contents instanceof Uint8Array)) {
    for (const child of Object.values(node.contents)) yield * nodesBelow(child)
  }
  if (node.mounted != null) yield * nodesBelow(node.mounted.root)
}

/** The list of open files: the descriptors that the memory holds are places in it. */
function snapshotStreams (fs: FileSystem): () => void {
  const kept = fs.streams.map((stream) => {
    return stream == null ? stream : { stream, fields: { ...stream }, shared: { ...stream.shared } }
  })
  return () => {
    fs.streams.length = 0
    kept.forEach((one, descriptor) => {
      if (one != null) {
        Object.assign(one.stream, one.fields) // closing a stream takes its descriptor away
        Object.assign(one.stream.shared, one.shared)
      }
      fs.streams[descriptor] = one?.stream
    })
  }
}
