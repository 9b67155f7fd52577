import { type DestinationStream, pino } from 'pino'

/** Pino's number of the level `warn`. */
const WARN = 40

/**
 * Returns a destination that writes the lines of one turn of the event loop together, so that no answer waits for the
 * line before it. A warning or a failure is written at once, after the lines before it; all else before the process ends.
 */
export function collectLines (destination: DestinationStream): DestinationStream {
  let lines = ''
  let waits = false
  const write = (): void => {
    waits = false
    if (lines === '') return
    const written = lines
    lines = ''
    destination.write(written)
  }
  process.once('exit', write)
  return {
    [pino.symbols.needsMetadataGsym]: true,
    lastLevel: 0,
    write (line: string) {
      lines += line
      if (this.lastLevel >= WARN) return write()
      if (waits) return
      waits = true
      setImmediate(write)
    }
  } as DestinationStream & { lastLevel: number }
}
