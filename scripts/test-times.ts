/** Reads and compares the times of test files, from the results that tap keeps of each suite. */

export interface FileTime { file: string, seconds: number }

/** Returns the test files that have a time in the results of one suite, which are TAP. */
export function timesIn (results: string): FileTime[] {
  const lines = results.matchAll(/^(?:not )?ok \d+ - (\S+\.test\.ts) # time=([\d.]+)ms$/gm)
  return [...lines].map(([, file, milliseconds]) => ({ file: file as string, seconds: Number(milliseconds) / 1000 }))
}

/**
 * Returns a table of the slowest test files, at most `count` of them, and a message for each problem: a file that took
 * more than `limit` seconds, or no file at all. A file over the limit may only have waited for the processes beside it, so
 * `secondsAlone` runs it again by itself, and that time counts.
 */
export function compareTimes (
  times: FileTime[], limit: number, count: number, secondsAlone: (file: string) => number
): { table: string, problems: string[] } {
  const sorted = [...times].sort((a, b) => b.seconds - a.seconds)
  const rows = sorted.slice(0, count).map(({ file, seconds }) => `${seconds.toFixed(1).padStart(7)}  ${file}`)
  const problems = times.length === 0
    ? ['No test file has a time: the run of tap left no results.']
    : sorted.filter(({ seconds }) => seconds > limit).map(({ file }) => ({ file, seconds: secondsAlone(file) }))
      .filter(({ seconds }) => seconds > limit).map(({ file, seconds }) =>
        `${file} took ${seconds.toFixed(1)} seconds by itself, and the limit is ${limit}. Make it faster, or split it.`)
  return { table: ['Seconds  Test file', ...rows].join('\n'), problems }
}
