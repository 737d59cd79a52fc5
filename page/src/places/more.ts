import type { ComponentType } from 'preact';

/** The places beside the first two. */
export const more: Record<string, ComponentType> = {};
