declare module 'fs-native-extensions' {
  /** Takes an exclusive lock on the whole open file without waiting; the kernel releases it when the process ends. */
  export function tryLock (file: number): boolean
  export function unlock (file: number): void
}
