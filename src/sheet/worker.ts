import { type MessagePort, parentPort, workerData } from 'node:worker_threads'
import { serve, type Task } from './thread.ts'

/** Where the thread begins. */
serve(parentPort as MessagePort, workerData as Task)
