/** `1 part`, `0 parts`, `2 parts`: for people. */
export const counted = (count: number, noun: string): string => `${count} ${count === 1 ? noun : `${noun}s`}`
