export {
  createMemoryApi,
  type MemoryApi,
  type MemoryApiOptions,
  type MemoryCall,
  type MemoryNotification,
} from './store/memory-api.ts';
